"""Tables that make lookup fast: derived comparison keys under composite indexes.

They hold nothing that cannot be rebuilt from the customer tables by `csdesk.customers.keys`.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.kernel.db import Base

BigId = BigInteger().with_variant(Integer, "sqlite")

# Byte order on PostgreSQL too: prefix ranges need it, and so do equal answers on both databases.
KeyText = String().with_variant(String(collation="C"), "postgresql")


class LookupEntry(Base):
    """One way to find a customer: one surname part at one address, current or former."""

    __tablename__ = "lookup_entry"
    # Every index ends in customer_id: a limited read then has one order on both databases.
    __table_args__ = (
        Index("ix_lookup_zip_name", "zip", "last_key", "first_key", "number", "customer_id"),
        Index("ix_lookup_name_number", "last_key", "number", "street_key", "customer_id"),
        Index("ix_lookup_name", "last_key", "first_key", "zip", "customer_id"),
        Index("ix_lookup_street", "number", "street_key", "zip", "customer_id"),
        Index("ix_lookup_customer", "customer_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    """No foreign key: ten million checks would double an import, and the rows are derived."""
    last_key: Mapped[str] = mapped_column(KeyText)
    first_key: Mapped[str] = mapped_column(KeyText)
    given: Mapped[str] = mapped_column(KeyText)
    """First and middle names, folded, separated by spaces; `first_key` is the first of them."""
    suffix: Mapped[str] = mapped_column(KeyText)
    number: Mapped[str] = mapped_column(KeyText)
    """House number, or the box number of a PO box, rural route or military address."""
    street_key: Mapped[str] = mapped_column(KeyText)
    """The core of the street name, without directions and suffix."""
    street_rest: Mapped[str] = mapped_column(KeyText)
    """Direction before, suffix, direction after: `n.st.` and `.ave.sw`."""
    unit: Mapped[str] = mapped_column(KeyText)
    zip: Mapped[str] = mapped_column(KeyText)
    flags: Mapped[int] = mapped_column(SmallInteger)
    """Sum of `csdesk.customers.keys` flags: part of a surname, former address, former name."""


class Surname(Base):
    """One surname part that occurs in the data, and about how many customers bear it."""

    __tablename__ = "surname"
    __table_args__ = (Index("ix_surname_sound", "sound", "key"),)

    key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    sound: Mapped[str] = mapped_column(KeyText)
    bearers: Mapped[int] = mapped_column(Integer, default=1)


class SurnameEdit(Base):
    """A surname with one letter left out: two surnames sharing one are an edit or so apart."""

    __tablename__ = "surname_edit"

    edit: Mapped[str] = mapped_column(KeyText, primary_key=True)
    key: Mapped[str] = mapped_column(KeyText, primary_key=True)
