"""The demonstration: invented people, their belongings, and six weeks of history made by the real actions."""
