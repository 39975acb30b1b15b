"""The rows by which a customer is found, and the vocabulary of surnames that grows with them."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.customers.keys import AddressLine, CustomerKeys, NameLine, bearers_in, forget_keys, lookup_rows
from csdesk.customers.lookup_reads import reader_for
from csdesk.customers.lookup_rows import FORMER_ADDRESS, FORMER_NAME, PART_OF_SURNAME
from csdesk.customers.models import LookupEntry, Surname
from csdesk.customers.surnames import neighbours_of, note_surnames, surnames_beginning
from csdesk.kernel.person import Street
from tests.factories.customers import make_customer

HOME = AddressLine("77 N Elm Ave Apt 4", "", "02139-1234")


def test_one_row_for_each_surname_form_at_each_address() -> None:
    old = AddressLine("PO Box 12", "", "60601", is_current=False)
    rows = lookup_rows(CustomerKeys(7, (NameLine("María José", "L.", "García Márquez", "Jr."),), (HOME, old)))
    assert rows[0] == (7, "garciamarquez", "maria", "maria jose l", "jr", "77", "elm", "n.ave.", "4", "02139", 0)
    assert [(row[1], row[5], row[10]) for row in rows] == [
        ("garciamarquez", "77", 0),
        ("garciamarquez", "12", FORMER_ADDRESS),
        ("garcia", "77", PART_OF_SURNAME),
        ("garcia", "12", PART_OF_SURNAME | FORMER_ADDRESS),
        ("marquez", "77", PART_OF_SURNAME),
        ("marquez", "12", PART_OF_SURNAME | FORMER_ADDRESS),
    ]


def test_a_customer_without_an_address_is_found_by_name() -> None:
    assert len(lookup_rows(CustomerKeys(7, (NameLine("Dana", "", "Okafor", ""),)))) == 1


def test_former_names_are_marked() -> None:
    names = (NameLine("Dana", "", "Okafor", ""), NameLine("Dana", "", "Eze", "", is_current=False))
    assert [(row[1], row[10]) for row in lookup_rows(CustomerKeys(7, names, (HOME,)))] == [
        ("okafor", 0),
        ("eze", FORMER_NAME),
    ]


def test_bearers_are_counted_once_for_each_customer() -> None:
    old = AddressLine("PO Box 12", "", "60601")
    people = [CustomerKeys(key, (NameLine("Dana", "", "Okafor", ""),), (HOME, old)) for key in (1, 2)]
    assert bearers_in([row for person in people for row in lookup_rows(person)]) == {"okafor": 2}


def test_a_new_surname_enters_the_vocabulary_with_its_customer(session: Session) -> None:
    make_customer(session, last="Okafor")
    make_customer(session, last="Okafor", address=Street("1 Oak St", "", "", "WA", "98001"))
    assert session.scalar(select(func.count()).select_from(Surname)) == 1


def test_imports_count_bearers(session: Session) -> None:
    assert note_surnames(session, {"okafor": 3, "smith": 10, "": 4}) == 2
    assert note_surnames(session, {"okafor": 2, "eze": 1}) == 1
    assert neighbours_of(reader_for(session), "okafor", 5).bearers == 5


def test_neighbours_sound_alike_or_are_one_edit_away(session: Session) -> None:
    note_surnames(session, {"smith": 100, "smyth": 5, "smithe": 2, "smitt": 1, "schmidt": 9, "jones": 50, "smit": 3})
    near = neighbours_of(reader_for(session), "smith", 10).near
    assert near[0] == "smyth"
    assert {"smithe", "smit", "smitt"} <= set(near)
    assert "jones" not in near
    assert "smith" not in near


def test_beginnings_come_commonest_first(session: Session) -> None:
    note_surnames(session, {"smith": 100, "smiley": 5, "small": 50})
    assert surnames_beginning(reader_for(session), "smi", 10) == ["smith", "smiley"]


def test_a_forgotten_customer_has_no_rows(session: Session) -> None:
    customer = make_customer(session)
    forget_keys(session, customer.id)
    assert session.scalar(select(func.count()).select_from(LookupEntry)) == 0
