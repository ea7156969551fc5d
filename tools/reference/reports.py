"""What a running Davtari says of histories, in the keys and figures of figures.py."""

from .davtari import segment

DISPATCHED_LINE = ("in_transit", "in_transit_value", "cost", "cost_booked")
# No text says yet which word it is.
VOID = ("void", "voided", "cancelled")
MARGIN = ("receipts", "quantity", "revenue", "cost", "cost_booked")


def told(davtari, receipts, names=None):
    """{history's name: {key: figure}} of all histories there, or of some few that are named; lines of these receipts."""
    tables = {name: {} for name in names or ()}

    def tell(id, kind, *key):
        return tables.setdefault(name_of(id), {}), (kind, *key)

    def put(figure, id, kind, *key):
        table, key = tell(id, kind, *key)
        table[key] = figure

    of_stores = [{}] if names is None else [{"store": ",".join(f"{name}.{s}" for s in "ABC")} for name in names]
    pools = []
    for words in of_stores:
        for row in davtari.table("/v1/stock", **words):
            pool = (row["store"], row["product"])
            pools.append(pool)
            put((int(row["quantity"]), int(row["value"]), row["is_guess"] == "true"), pool[0], "stock", *pool)
            put((int(row["in_transit"]), int(row["in_transit_value"])), pool[0], "transit", *pool)
        for row in davtari.table("/v1/receipts", **words):
            status = "void" if row["status"] in VOID else row["status"]
            figure = (status, int(row["cost"]), int(row["cost_booked"]))
            put(figure, row["receipt"], "receipt", row["receipt"])
        for row in davtari.table("/v1/margins", group="store,day,product", **words):
            key = (row["store"], row["day"], row["product"])
            put(tuple(int(row[name]) for name in MARGIN), row["store"], "margin", *key)
        for row in davtari.table("/v1/transfers", **words):
            key = (row["dispatch"], int(row["line"]))
            put(tuple(int(row[name]) for name in DISPATCHED_LINE), row["dispatch"], "transfer", *key)
        for row in davtari.table("/v1/unapplied", **words):
            put(True, row["fact"], "unapplied", row["fact"])
    questions = [("/v1/stock/movements", {"store": store, "product": product}) for store, product in pools]
    for pool, rows in zip(pools, davtari.tables(questions), strict=True):
        put(tuple(_movement(row) for row in rows), pool[0], "movements", *pool)
    paths = [f"/v1/receipts/{segment(receipt)}" for receipt in receipts]
    for receipt, document in zip(receipts, davtari.documents(paths), strict=True):
        for line in document["receipt"]["lines"] if document else ():
            figure = (line["cost"] or 0, line["cost_booked"] or 0)
            put(figure, receipt, "line", receipt, line["line"])
    return tables


def name_of(id):
    """The history that an id belongs to."""
    return id.partition(".")[0]


def _movement(row):
    guess = " guess" if row["is_guess"] == "true" else ""
    return f"{row['kind']} {row['quantity']} cost {row['cost']} {row['fact']} line {row['line']}{guess}"
