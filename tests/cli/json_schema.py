"""As much of JSON Schema as the manifest's schema uses; fails loudly on any keyword beyond that."""

import re

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float)}
IGNORED = {"$schema", "$id", "$defs", "title", "description"}


def violations(value, schema, root=None, where="manifest"):
    """Every way in which `value` departs from `schema`, in words."""
    root = root or schema
    if "$ref" in schema:
        target = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        return violations(value, target, root, where)
    found = []
    for keyword, rule in schema.items():
        if keyword in IGNORED:
            continue
        found += RULES[keyword](value, rule, schema, root, where)
    return found


def _type(value, rule, _schema, _root, where):
    good = isinstance(value, TYPES[rule]) and not isinstance(value, bool)
    return [] if good else [f"{where}: {value!r} is no {rule}"]


def _required(value, rule, _schema, _root, where):
    return [f"{where}: '{name}' is missing" for name in rule if name not in value]


def _properties(value, rule, _schema, root, where):
    return [text for name, sub in rule.items() if name in value
            for text in violations(value[name], sub, root, f"{where}.{name}")]


def _additional(value, rule, schema, _root, where):
    assert rule is False
    return [f"{where}: '{name}' is not described" for name in value
            if name not in schema["properties"]]


def _items(value, rule, _schema, root, where):
    return [text for i, item in enumerate(value)
            for text in violations(item, rule, root, f"{where}[{i}]")]


def _if_holds(value, rule, schema, root, where):
    branch = "else" if violations(value, rule, root, where) else "then"
    return violations(value, schema[branch], root, where) if branch in schema else []


RULES = {
    "type": _type, "required": _required, "properties": _properties,
    "additionalProperties": _additional, "items": _items, "if": _if_holds,
    "then": lambda *_: [], "else": lambda *_: [],
    "const": lambda v, r, _s, _t, w: [] if v == r else [f"{w}: {v!r} is not {r!r}"],
    "enum": lambda v, r, _s, _t, w: [] if v in r else [f"{w}: {v!r} is none of {r}"],
    "pattern": lambda v, r, _s, _t, w: [] if re.search(r, v) else [f"{w}: {v!r} is not like {r}"],
    "minimum": lambda v, r, _s, _t, w: [] if v >= r else [f"{w}: {v} is below {r}"],
    "maximum": lambda v, r, _s, _t, w: [] if v <= r else [f"{w}: {v} is above {r}"],
    "minItems": lambda v, r, _s, _t, w: [] if len(v) >= r else [f"{w}: fewer than {r} items"],
    "maxItems": lambda v, r, _s, _t, w: [] if len(v) <= r else [f"{w}: more than {r} items"],
    "not": lambda v, r, _s, t, w: [] if violations(v, r, t, w) else [f"{w}: is what it must not be"],
    "allOf": lambda v, r, _s, t, w: [x for rule in r for x in violations(v, rule, t, w)],
}
