"""Addresses of adjustments and next year, under /planer/<slug>/styring/."""

from django.urls import path

from governance.views import adjustments

urlpatterns = [
    path("justeringer/", adjustments.adjustment_list, name="adjustment-list"),
    path("justeringer/ny/", adjustments.choose, name="adjustment-choose"),
    path("justeringer/ny/<slug:key>/", adjustments.add, name="adjustment-new"),
    path("justeringer/<int:number>/", adjustments.adjustment, name="adjustment"),
    path("justeringer/<int:number>/ret/", adjustments.edit, name="adjustment-edit"),
    path("justeringer/<int:number>/indstil/", adjustments.propose, name="adjustment-propose"),
    path("justeringer/<int:number>/foelgegruppen/", adjustments.recommend, name="adjustment-recommend"),
    path("justeringer/<int:number>/beslutning/", adjustments.decide, name="adjustment-decide"),
    path("justeringer/<int:number>/sendt/", adjustments.send, name="adjustment-send"),
    path("justeringer/<int:number>/svar/", adjustments.answer, name="adjustment-answer"),
    path("justeringer/<int:number>/traek/", adjustments.withdraw, name="adjustment-withdraw"),
    path("justeringer/<int:number>/historik/", adjustments.history, name="adjustment-history"),
]
