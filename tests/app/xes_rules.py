"""Holds a log against what IEEE 1849-2016 says of the XML serialisation of XES.

The official schema is no part of this repository; these are its structural rules as the standard states them (clauses 4 and
5 and annex A), and those that a schema cannot say (global attributes, classifiers, prefixes). Plain Python, standard library.

    python3 xes_rules.py FILE     prints each rule that is broken and ends with 1; ends with 0 when all hold
"""
import re
import sys
import xml.etree.ElementTree as tree

NAMESPACE = "{http://www.xes-standard.org/}"
NCNAME = re.compile(r"^[^\W\d][\w.\-]*$")
NAME = re.compile(r"^[^\W\d][\w.\-:]*$")
VALUES = {
    "string": re.compile(r"^.*$", re.S),
    "id": re.compile(r"^\S+$"),
    "date": re.compile(r"^-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
                       r"(Z|[+-]\d{2}:[0-5]\d)?$"),
    "int": re.compile(r"^[+-]?\d+$"),
    "float": re.compile(r"^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN)$"),
    "boolean": re.compile(r"^(true|false|0|1)$"),
    "list": None,
    "container": None,
}
# What each attribute of the standard's own extensions must be.
STANDARD = {"concept:name": "string", "concept:instance": "string", "time:timestamp": "date", "org:resource": "string",
            "org:role": "string", "org:group": "string", "lifecycle:transition": "string", "lifecycle:model": "string"}
TRANSITIONS = {"schedule", "assign", "withdraw", "reassign", "start", "suspend", "resume", "pi_abort", "ate_abort", "complete",
               "autoskip", "manualskip", "unknown"}
ORDER_OF_LOG = ["extension", "global", "classifier", "attribute", "trace", "event"]

broken = []


def wrong(what):
    broken.append(what)


def kind(element):
    name = element.tag[len(NAMESPACE):] if element.tag.startswith(NAMESPACE) else element.tag
    return "attribute" if name in VALUES else name


def only(element, required, optional=()):
    for name in required:
        if name not in element.attrib:
            wrong(f"<{kind(element)}> has no {name}")
    for name in element.attrib:
        if name not in required and name not in optional:
            wrong(f"<{kind(element)}> has a foreign {name}")
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        wrong(f"<{kind(element)}> holds text")


def attributes(element, prefixes):
    """Of a log, a trace, an event or an attribute: {key: type}."""
    found = {}
    for child in element:
        if kind(child) != "attribute":
            continue
        type_ = child.tag[len(NAMESPACE):]
        key = child.get("key", "")
        only(child, ["key"] if VALUES[type_] is None else ["key", "value"])
        if not NAME.match(key):
            wrong(f"{key!r} is no key")
        if ":" in key and key.split(":")[0] not in prefixes:
            wrong(f"the prefix of {key} is of no extension that is declared")
        if key in found:
            wrong(f"{key} comes twice")
        if STANDARD.get(key, type_) != type_:
            wrong(f"{key} must be a {STANDARD[key]}")
        pattern = VALUES[type_]
        if pattern is not None and not pattern.match(child.get("value", "")):
            wrong(f"{child.get('value')!r} is no {type_}")
        if key == "lifecycle:transition" and child.get("value") not in TRANSITIONS:
            wrong(f"{child.get('value')} is no transition of the standard life cycle")
        if any(kind(one) not in ("attribute", "values") for one in child):
            wrong(f"{key} holds more than attributes")
        attributes(child, prefixes)
        found[key] = type_
    return found


def in_order(element, order):
    at = 0
    for child in element:
        name = kind(child)
        if name not in order:
            wrong(f"<{kind(element)}> may not hold <{name}>")
        elif order.index(name) < at:
            wrong(f"<{name}> comes too late in <{kind(element)}>")
        else:
            at = order.index(name)


def has_globals(element, wanted, found):
    for key, type_ in wanted.items():
        if found.get(key) != type_:
            wrong(f"a <{kind(element)}> lacks the global {type_} {key}")


def judge(log):
    if log.tag != NAMESPACE + "log":
        wrong("the root is no log of the standard's namespace")
        return
    only(log, ["xes.version", "xes.features"], ["openxes.version"])
    if not re.match(r"^\d+(\.\d+)?$", log.get("xes.version", "")):
        wrong("xes.version is no decimal")
    in_order(log, ORDER_OF_LOG)
    prefixes = set()
    for one in log.iter(NAMESPACE + "extension"):
        only(one, ["name", "prefix", "uri"])
        for name in ("name", "prefix"):
            if not NCNAME.match(one.get(name, "")):
                wrong(f"{one.get(name)!r} is no {name} of an extension")
        if not re.match(r"^https?://\S+$", one.get("uri", "")):
            wrong(f"{one.get('uri')!r} is no address of an extension")
        if one.get("prefix") in prefixes:
            wrong(f"two extensions have the prefix {one.get('prefix')}")
        prefixes.add(one.get("prefix"))
    scopes = {}
    for one in log.iter(NAMESPACE + "global"):
        only(one, ["scope"])
        scope = one.get("scope")
        if scope not in ("trace", "event") or scope in scopes:
            wrong(f"a global scope {scope!r}")
        scopes[scope] = attributes(one, prefixes)
        if not scopes[scope]:
            wrong("a <global> without attributes")
    for one in log.iter(NAMESPACE + "classifier"):
        only(one, ["name", "keys"], ["scope"])
        if not NCNAME.match(one.get("name", "")):
            wrong(f"{one.get('name')!r} is no name of a classifier")
        for key in one.get("keys", "").split():
            if key not in scopes.get(one.get("scope", "event"), {}):
                wrong(f"the classifier {one.get('name')} names {key}, which is no global attribute")
    attributes(log, prefixes)
    for trace in log.iter(NAMESPACE + "trace"):
        only(trace, [])
        in_order(trace, ["attribute", "event"])
        has_globals(trace, scopes.get("trace", {}), attributes(trace, prefixes))
    for event in log.iter(NAMESPACE + "event"):
        only(event, [])
        in_order(event, ["attribute"])
        has_globals(event, scopes.get("event", {}), attributes(event, prefixes))


def main():
    try:
        judge(tree.parse(sys.argv[1]).getroot())
    except tree.ParseError as error:
        wrong(f"no XML: {error}")
    for one in sorted(set(broken)):
        print(one)
    sys.exit(1 if broken else 0)


main()
