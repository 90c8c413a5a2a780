import pytest

from core.lights import Light, worst


@pytest.mark.parametrize(
    ("lights", "expected"),
    [
        ([Light.REACHED, Light.AT_RISK, Light.ON_TRACK], Light.AT_RISK),
        ([Light.REACHED, Light.ON_TRACK, Light.NOT_MEASURED], Light.ON_TRACK),
        ([Light.REACHED, Light.NOT_MEASURED], Light.REACHED),
        ([Light.NOT_MEASURED, Light.NOT_STARTED], Light.NOT_STARTED),
        ([], Light.NOT_MEASURED),
    ],
)
def test_worst_measured_light_wins(lights, expected):
    assert worst(lights) is expected


def test_every_light_has_a_word_and_a_class():
    assert all(light.label and light.css for light in Light)
    assert len({light.label for light in Light}) == len(Light)
