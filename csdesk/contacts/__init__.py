"""One call or mail: number first, drafts with every pause in typing, park and swap, wrap-up in two keys."""
