"""Invented people and what they are in a plan."""

from datetime import date

import factory

from accounts.models import Membership, Role, User

PASSWORD = "en-hemmelig-sætning-i-test"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a login. `user.email` and `PASSWORD` log in through the form."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password(PASSWORD)


class MembershipFactory(factory.django.DjangoModelFactory):
    """`user` is `role` in `plan`; a worker also has a `staff_role`."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    plan = factory.SubFactory("activities.tests.factories.PlanFactory")
    role = Role.SECRETARIAT_LEAD
    starts_on = date(2013, 1, 1)
