"""What things are called in the facts made of the data; its own numbers are kept, behind a prefix."""

ZONE = "America/New_York"
CURRENCY = "USD"

CHAIN_WRITER = "cj-office-chain"

RETAIL_RULE = "cj-retail"
COUPON_MATCH_RULE = "cj-coupon-match"


def store(number):
    return f"cj-{number}"


def till_writer(number):
    return f"cj-{number}-t1"


def office_writer(number):
    return f"cj-{number}-office"


def product(number):
    return f"cj-p-{number}"


def customer(number):
    return f"cj-h-{number}"
