"""Addresses of the budget and spending, under /planer/<slug>/styring/."""

from django.urls import path

from governance.money.budget import views as budget
from governance.money.payments import views as payments
from governance.money.sheet import views as imports
from governance.money.spending import views as spending

urlpatterns = [
    *payments.urlpatterns,
    path("budget/", budget.budget_list, name="budget-list"),
    path("budget/nyt/", budget.add, name="budget-add"),
    path("budget/<int:year>/", budget.budget, name="budget"),
    path("budget/<int:year>/ret/", budget.edit, name="budget-edit"),
    path("budget/<int:year>/slet/", budget.remove, name="budget-remove"),
    path("budget/<int:year>/historik/", budget.history, name="budget-history"),
    path("budget/<int:year>/linjer/ny/", budget.line_add, name="budget-line-add"),
    path("budget/<int:year>/linjer/<int:pk>/ret/", budget.line_edit, name="budget-line-edit"),
    path("budget/<int:year>/linjer/<int:pk>/slet/", budget.line_remove, name="budget-line-remove"),
    path(
        "budget/<int:year>/linjer/<int:pk>/historik/",
        budget.line_history,
        name="budget-line-history",
    ),
    path("budget/<int:year>/indstil/", budget.propose, name="budget-propose"),
    path("budget/<int:year>/traek-tilbage/", budget.take_back, name="budget-take-back"),
    path("budget/<int:year>/godkend/", budget.approve, name="budget-approve"),
    path("budget/<int:year>/send-tilbage/", budget.send_back, name="budget-send-back"),
    path("budget/<int:year>/forbrug/<period:period>/", spending.spending, name="spending"),
    path("budget/<int:year>/regneark/", imports.upload, name="spending-import"),
    path("budget/<int:year>/regneark/<int:pk>/", imports.show, name="spending-import-show"),
    path("budget/<int:year>/skabelon/<period:period>/", imports.download, name="spending-template"),
    path("budget/<int:year>/forbrug/<int:pk>/historik/", spending.history, name="spending-history"),
]
