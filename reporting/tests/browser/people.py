"""What people do with a page."""


class Taps:
    """Clicks, counted; typing is not."""

    def __init__(self):
        self.count = 0

    def on(self, thing):
        thing.click()
        self.count += 1

    def choose(self, menu, label):
        menu.select_option(label=label)
        self.count += 1
