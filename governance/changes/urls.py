"""Addresses of adjustments, corrections and next year, under /planer/<slug>/styring/."""

from django.urls import path

from governance.changes.adjustments import views as adjustments
from governance.changes.corrections import views as corrections
from governance.changes.next_year import views as next_year

urlpatterns = [
    path("justeringer/", adjustments.adjustment_list, name="adjustment-list"),
    path("justeringer/ny/", adjustments.choose, name="adjustment-choose"),
    path("justeringer/ny/<slug:key>/", adjustments.add, name="adjustment-new"),
    path("justeringer/<int:number>/", adjustments.adjustment, name="adjustment"),
    path("justeringer/<int:number>/ret/", adjustments.edit, name="adjustment-edit"),
    path("justeringer/<int:number>/indstil/", adjustments.propose, name="adjustment-propose"),
    path(
        "justeringer/<int:number>/foelgegruppen/",
        adjustments.recommend,
        name="adjustment-recommend",
    ),
    path("justeringer/<int:number>/beslutning/", adjustments.decide, name="adjustment-decide"),
    path("justeringer/<int:number>/sendt/", adjustments.send, name="adjustment-send"),
    path("justeringer/<int:number>/svar/", adjustments.answer, name="adjustment-answer"),
    path("justeringer/<int:number>/traek/", adjustments.withdraw, name="adjustment-withdraw"),
    path("justeringer/<int:number>/historik/", adjustments.history, name="adjustment-history"),
    path("rettelser/", corrections.correction_list, name="correction-list"),
    path("rettelser/ny/", corrections.choose, name="correction-choose"),
    path("rettelser/ny/<slug:key>/", corrections.add, name="correction-new"),
    path("rettelser/<int:number>/", corrections.correction, name="correction"),
    path("rettelser/<int:number>/svar/", corrections.answer, name="correction-answer"),
    path("rettelser/<int:number>/traek/", corrections.withdraw, name="correction-withdraw"),
    path("rettelser/<int:number>/historik/", corrections.history, name="correction-history"),
    path("naeste-aar/", next_year.landing, name="next-year"),
    path("naeste-aar/<int:year>/", next_year.year_page, name="next-year-page"),
    path("naeste-aar/<int:year>/begynd/", next_year.begin, name="next-year-begin"),
    path("naeste-aar/<int:year>/maaltal/", next_year.targets, name="next-year-targets"),
    path("naeste-aar/<int:year>/timer/", next_year.hours, name="next-year-hours"),
    path("naeste-aar/<int:year>/milepaele/", next_year.milestones, name="next-year-milestones"),
    path(
        "naeste-aar/<int:year>/milepaele/ny/",
        next_year.add_milestone,
        name="next-year-milestone-add",
    ),
    path("naeste-aar/<int:year>/hent/", next_year.fill, name="next-year-fill"),
    path("naeste-aar/<int:year>/indstil/", next_year.propose, name="next-year-propose"),
    path("naeste-aar/<int:year>/tag-tilbage/", next_year.take_back, name="next-year-take-back"),
    path("naeste-aar/<int:year>/beslutning/", next_year.decide, name="next-year-decide"),
    path("naeste-aar/<int:year>/sammenlign/", next_year.compare, name="next-year-compare"),
    path("naeste-aar/<int:year>/slet/", next_year.drop, name="next-year-drop"),
]
