from django.urls import path

from milestones import views

urlpatterns = [
    path("milepaele/", views.board, name="milestone-board"),
    path("milepaele/<str:code>/", views.edit, name="milestone-edit"),
    path("milepaele/<str:code>/flyt/", views.move, name="milestone-move"),
    path("milepaele/<str:code>/besluttet/", views.decide, name="milestone-decide"),
    path("milepaele/<str:code>/naaet/", views.reach, name="milestone-reach"),
    path("milepaele/<str:code>/bortfald/", views.drop, name="milestone-drop"),
    path("milepaele/<str:code>/genoptag/", views.take_up, name="milestone-take-up"),
    path("milepaele/<str:code>/fortryd/", views.undo, name="milestone-undo"),
    path("milepaele/<str:code>/historik/", views.history, name="milestone-history"),
]
