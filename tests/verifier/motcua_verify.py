#!/usr/bin/env python3
"""Verifies a journal of motcua, or what was taken out of one; written from docs/journal-format.md alone.

Needs Python 3.9 and its standard library; opens the database read-only and asks no network.
Ends with 0 when everything holds, 1 when something is wrong (named on the first line), 2 on wrong use.
"""

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import sqlite3
import sys
from pathlib import Path

# ---------------------------------------------------------------------------------------------------
# Ed25519 (RFC 8032, section 5.1), verification only. Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * SQRT_OF_MINUS_ONE % P
    if (x * x - x2) % P != 0:
        return None
    return P - x if x & 1 != sign else x


def decode_point(text):
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add_points(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply_point(factor, point):
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = add_points(result, point)
        point = add_points(point, point)
        factor >>= 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def ed25519_verifies(public_key, message, signature):
    if len(public_key) != 32 or len(signature) != 64:
        return False
    a, r = decode_point(public_key), decode_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % L
    left, right = multiply_point(s, BASE), add_points(r, multiply_point(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# ---------------------------------------------------------------------------------------------------
# The tree (RFC 9162, section 2.1)


def leaf_hash(leaf):
    return hashlib.sha256(b"\0" + leaf).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """The complete subtrees on the left of a growing tree, largest first."""

    def __init__(self):
        self.size = 0
        self.parts = []  # (leaves, hash)

    def append(self, leaf):
        """Adds a leaf's hash; the hash of the 256 leaves that it completed, if it completed them."""
        leaves, block = 1, None
        while self.parts and self.parts[-1][0] == leaves:
            leaf = node_hash(self.parts.pop()[1], leaf)
            leaves *= 2
            if leaves == 256:
                block = leaf
        self.parts.append((leaves, leaf))
        self.size += 1
        return block

    def root(self):
        if not self.parts:
            return hashlib.sha256(b"").digest()
        root = self.parts[-1][1]
        for _, part in reversed(self.parts[:-1]):
            root = node_hash(part, root)
        return root


def root_by_inclusion(proof, leaf, index, size):
    """The root that the proof gives the leaf (2.1.3.2), None when it does not fit."""
    node, last = leaf, size - 1
    for other in proof:
        if last == 0:
            return None
        if index % 2 == 1 or index == last:
            node = node_hash(other, node)
            while index % 2 == 0 and index != 0:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, other)
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


def is_consistent(proof, older, older_root, newer, newer_root):
    """Whether the tree of `older` leaves is the beginning of the one of `newer` (2.1.4.2)."""
    if older == newer:
        return not proof and older_root == newer_root
    if older == 0:
        return not proof and older_root == hashlib.sha256(b"").digest()
    if older & (older - 1) == 0:
        proof = [older_root] + proof
    if not proof:
        return False
    place, last = older - 1, newer - 1
    while place % 2 == 1:
        place, last = place >> 1, last >> 1
    old = new = proof[0]
    for other in proof[1:]:
        if last == 0:
            return False
        if place % 2 == 1 or place == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while place % 2 == 0 and place != 0:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, other)
        place, last = place >> 1, last >> 1
    return last == 0 and old == older_root and new == newer_root


# ---------------------------------------------------------------------------------------------------
# Canonical JSON


class NotCanonical(Exception):
    pass


def refuse(what):
    raise NotCanonical(what)


def whole_number(digits):
    number = int(digits)
    if not -(2**53) < number < 2**53:
        refuse("a number of 2^53 or more")
    return number


def plain_object(members):
    for key, _ in members:
        if not all(0x20 <= ord(c) < 0x7F and c not in '"\\' for c in key):
            refuse("a key that is not plain ASCII")
    return dict(members)


DECODER = json.JSONDecoder(
    object_pairs_hook=plain_object,
    parse_int=whole_number,
    parse_float=lambda _: refuse("a fraction"),
    parse_constant=lambda _: refuse("a constant"),
)
ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def has_null_or_is_deep(value, depth=0):
    if isinstance(value, dict):
        return depth >= 64 or any(has_null_or_is_deep(one, depth + 1) for one in value.values())
    if isinstance(value, list):
        return depth >= 64 or any(has_null_or_is_deep(one, depth + 1) for one in value)
    return value is None


def canonical(value):
    return ENCODER.encode(value).encode()


def parse_canonical(text):
    """The value whose canonical form `text` (bytes) is; NotCanonical otherwise."""
    try:
        value = DECODER.decode(text.decode())
        if canonical(value) != text or has_null_or_is_deep(value):
            refuse("another form")
    except (ValueError, RecursionError) as error:
        raise NotCanonical(str(error)) from error
    return value


# ---------------------------------------------------------------------------------------------------
# Keys and checkpoints


def from_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


class Key:
    """The public half: '<name>+<key id>+<base64>'."""

    def __init__(self, text):
        parts = text.strip().split("+", 2)
        data = from_base64(parts[2]) if len(parts) == 3 else None
        if data is None or len(data) != 33 or data[0] != 1 or not parts[0]:
            raise ValueError(text)
        self.name, self.public, self.text = parts[0], data[1:], text.strip()
        self.id = hashlib.sha256(self.name.encode() + b"\n\1" + self.public).digest()[:4]
        if self.id.hex() != parts[1]:
            raise ValueError(text)

    def __eq__(self, other):
        return self.text == other.text

    def __hash__(self):
        return hash(self.text)


class Note:
    """A signed checkpoint as text; ValueError when it is none."""

    def __init__(self, note):
        text, gap, lines = note.rpartition("\n\n")
        self.signed = (text + "\n").encode()
        fields = self.signed.decode().split("\n")
        if not gap or len(fields) < 4 or not fields[0] or not re.fullmatch("0|[1-9][0-9]*", fields[1]):
            raise ValueError("it is no checkpoint")
        self.origin, self.size, self.root = fields[0], int(fields[1]), from_base64(fields[2])
        if self.root is None or len(self.root) != 32:
            raise ValueError("its root is no hash")
        self.signatures = []
        for line in lines.split("\n")[:-1]:
            name, _, data = line[2:].partition(" ")
            signature = from_base64(data)
            if not line.startswith("\u2014 ") or signature is None:
                raise ValueError("a line after the empty one is no signature")
            self.signatures.append((name, signature[:4], signature[4:]))
        self.checked = {}

    def is_signed_by(self, key):
        if key not in self.checked:
            self.checked[key] = any(
                name == key.name and key_id == key.id and ed25519_verifies(key.public, self.signed, signature)
                for name, key_id, signature in self.signatures
            )
        return self.checked[key]


def journal_of(origin):
    """What an origin says of the journal without its generation, and the generation."""
    journal, _, generation = origin.rpartition("/")
    return journal, int(generation) if generation.isdigit() else 0


# ---------------------------------------------------------------------------------------------------
# The verdict


class Flaw(Exception):
    def __init__(self, seq, word, sentence):
        super().__init__(sentence)
        self.seq, self.word, self.sentence = seq, word, sentence

    def __str__(self):
        return f"Event {self.seq}: {self.word}: {self.sentence}"


HEX = re.compile("[0-9a-f]*")
NUMBERS = ("at", "prev", "recorded_at", "seq", "v")
REQUIRED = {"actor", "at", "body", "prev", "recorded_at", "salt", "seq", "stream", "type", "v"}
OPTIONAL = {"key", "personal", "request"}


def open_event(row):
    """Checks a row by itself; what its leaf says, as an object."""
    place = row["seq"]

    def altered(sentence):
        return Flaw(place, "altered", sentence)

    def text(column):
        if not isinstance(row[column], bytes):
            raise altered(f"the column '{column}' holds no text")
        return row[column]

    try:
        leaf = parse_canonical(text("leaf"))
    except NotCanonical as error:
        raise altered(f"the leaf is not canonical JSON ({error})") from error
    if not isinstance(leaf, dict):
        raise altered("the leaf is no object")
    if leaf_hash(row["leaf"]) != row["hash"]:
        raise altered("the leaf and the hash stored beside it differ")
    if leaf.get("seq") != place and isinstance(leaf.get("seq"), int):
        raise Flaw(place, "moved", f"here stands the event that was written as {leaf['seq']}")
    names = set(leaf)
    if not REQUIRED <= names <= REQUIRED | OPTIONAL:
        raise altered(f"the leaf lacks or adds {', '.join(sorted(REQUIRED - names | names - REQUIRED - OPTIONAL))}")
    for column in NUMBERS:
        if type(leaf[column]) is not int or leaf[column] != row[column]:
            raise altered(f"the column '{column}' and the leaf differ")
    for column in ("stream", "type", "key"):
        if leaf.get(column, "") != text(column).decode(errors="replace") or leaf.get(column) == "":
            raise altered(f"the column '{column}' and the leaf differ")
    actor = leaf["actor"]
    if not isinstance(actor, dict) or not {"person", "via"} <= set(actor) <= {"person", "via", "on_behalf_of"}:
        raise altered("the leaf does not say who acted")
    if not isinstance(leaf["body"], dict):
        raise altered("the leaf has no body")
    if not isinstance(leaf["salt"], str) or len(leaf["salt"]) != 32 or not HEX.fullmatch(leaf["salt"]):
        raise altered("the leaf has no salt")
    if leaf["at"] > leaf["recorded_at"]:
        raise altered("the event is dated later than it was recorded")
    return leaf


def check_personal(row, leaf):
    """The fields whose values are missing."""
    place, hashes = row["seq"], leaf.get("personal", {})
    if not isinstance(hashes, dict) or ("personal" in leaf and not hashes):
        raise Flaw(place, "altered", "the leaf's hashes of personal values are no object")
    values = {}
    if row["personal"] != b"":
        try:
            values = parse_canonical(row["personal"])
        except (NotCanonical, AttributeError) as error:
            raise Flaw(place, "altered", "the personal values are not canonical JSON") from error
        if not isinstance(values, dict) or not values:
            raise Flaw(place, "altered", "the personal values are no object")
    for field, sealed in values.items():
        if field not in hashes:
            raise Flaw(place, "altered", f"the leaf knows no personal value '{field}'")
        salt = sealed.get("salt") if isinstance(sealed, dict) and set(sealed) == {"salt", "value"} else None
        if not isinstance(salt, str) or len(salt) != 32 or not HEX.fullmatch(salt):
            raise Flaw(place, "altered", f"the personal value '{field}' has no salt and value")
        if hashlib.sha256(bytes.fromhex(salt) + canonical(sealed["value"])).hexdigest() != hashes[field]:
            raise Flaw(place, "altered", f"the personal value '{field}' does not have the hash that the leaf holds")
    return [field for field in hashes if field not in values]


def note_redaction(place, leaf, missing, erased):
    """Moves what an event says was erased by law from `missing` to `erased`, sets of (seq, field)."""
    if leaf["type"] != "personal_redacted":
        return
    seq, fields = leaf["body"].get("seq"), leaf["body"].get("fields")
    if type(seq) is not int or not isinstance(fields, list) or not all(isinstance(one, str) for one in fields):
        raise Flaw(place, "altered", "the event does not say what was erased")
    for field in fields:
        if (seq, field) not in missing and (seq, field) not in erased:
            raise Flaw(place, "not_erased", f"'{field}' of event {seq} was to be erased here, but is there")
        missing.discard((seq, field))
        erased.add((seq, field))


class Journal:
    COLUMNS = "seq, prev, stream, type, v, recorded_at, at, key, leaf, personal, hash"

    def __init__(self, file):
        uri = Path(file).resolve().as_uri()
        self.database = self.opened(uri + "?mode=ro") or self.opened(uri + "?mode=ro&immutable=1")
        if self.database is None:
            raise sqlite3.DatabaseError("it is no journal, or may not be read")
        self.identity, self.generation, self.head = self.database.execute(
            "SELECT id, generation, head FROM journal"
        ).fetchone() or (None, None, None)
        if self.identity is None:
            raise sqlite3.DatabaseError("the row of the table journal is missing")
        self.identity = self.identity.decode()

    @staticmethod
    def opened(uri):
        try:
            database = sqlite3.connect(uri, uri=True, isolation_level=None)
            database.text_factory = bytes
            database.execute("BEGIN")  # one picture, however long the reading takes and whatever is appended meanwhile
            database.execute("SELECT head FROM journal").fetchone()
            return database
        except sqlite3.Error:
            return None

    def rows(self):
        cursor = self.database.execute(f"SELECT {self.COLUMNS} FROM event WHERE seq >= 1 ORDER BY seq")
        names = self.COLUMNS.split(", ")
        for values in cursor:
            yield dict(zip(names, values))

    def block(self, number):
        found = self.database.execute("SELECT hash FROM block WHERE number = ?", (number,)).fetchone()
        return found and found[0]

    def notes(self):
        return self.database.execute("SELECT size, note FROM checkpoint ORDER BY size").fetchall()


class Reading:
    """Walks the rows and keeps what the checkpoints have to be compared with."""

    def __init__(self, journal, sizes, progress):
        self.journal, self.sizes, self.progress = journal, sizes, progress
        self.tree = Tree()
        self.roots = {}  # by size, for those asked
        self.keys = []  # (seq, Key) that the journal names
        self.missing = set()  # (seq, field): personal values not there, so far unexplained
        self.erased = set()  # the same, by law
        self.heads = {}  # the last event of each stream
        self.recorded_at = None
        self.flaw = None
        try:
            self.walk()
        except Flaw as flaw:
            self.flaw = flaw
        except sqlite3.Error as error:
            self.flaw = Flaw(self.tree.size + 1, "unreadable", f"the database cannot be read: {error}")

    def walk(self):
        self.note_root()
        for row in self.journal.rows():
            self.check(row)
            self.note_root()
            if self.tree.size % 4096 == 0:
                self.progress(self.tree.size, self.journal.head)
        size, head = self.tree.size, self.journal.head
        if size < head:
            raise Flaw(size + 1, "cut", f"the journal ends at event {size} but counts {head}")
        if size > head:
            raise Flaw(head + 1, "added", f"the journal counts {head} events but holds {size}")
        if self.missing:
            seq, field = min(self.missing)
            raise Flaw(seq, "erased", f"the personal value '{field}' is gone and no event says that it was erased")

    def note_root(self):
        if self.tree.size in self.sizes:
            self.roots[self.tree.size] = self.tree.root()

    def check(self, row):
        place = self.tree.size + 1
        if row["seq"] != place:
            raise Flaw(place, "missing", f"event {place} is missing")
        leaf = open_event(row)
        before = self.heads.get(leaf["stream"], 0)
        if leaf["prev"] != before:
            raise Flaw(place, "altered", f"'prev' names event {leaf['prev']}, but the stream's previous event is {before}")
        self.heads[leaf["stream"]] = place
        if self.recorded_at is not None and leaf["recorded_at"] < self.recorded_at:
            raise Flaw(place, "altered", "the event is recorded earlier than the one before it")
        self.recorded_at = leaf["recorded_at"]
        for field in check_personal(row, leaf):
            self.missing.add((place, field))
        self.understand(place, leaf)
        block = self.tree.append(row["hash"])
        if block and place % 256 == 0 and block != self.journal.block(place // 256 - 1):
            raise Flaw(place, "altered", "the stored hash over the last 256 events is wrong")

    def understand(self, place, leaf):
        body = leaf["body"]
        if leaf["type"] == "signing_key_adopted":
            try:
                self.keys.append((place, Key(body["key"])))
            except (KeyError, ValueError, AttributeError) as error:
                raise Flaw(place, "altered", "the event names a key that is none") from error
        note_redaction(place, leaf, self.missing, self.erased)


ORDER = ("unreadable", "fork", "another_journal", "replayed", "altered", "unknown_key", "other_generation", "rewritten",
         "cut", "older_copy")


class Judgement:
    """Compares all checkpoints with what was read."""

    def __init__(self, reading, notes, given):
        self.reading, self.notes = reading, notes  # notes: (row's size or None, Note)
        self.keys = list(given) or [key for _, key in reading.keys]
        self.flaws = []
        self.spread_trust()
        self.covered, self.agreeing = 0, 0
        for size, note in sorted(notes, key=lambda one: one[1].size):
            self.judge(size, note)
        self.find_forks()

    def has_right_root(self, note):
        return self.reading.roots.get(note.size) == note.root

    def counts(self, note):
        return any(note.is_signed_by(key) for key in self.keys)

    def spread_trust(self):
        grown = True
        while grown:
            grown = False
            for _, note in self.notes:
                fresh = [key for seq, key in self.reading.keys if seq <= note.size and key not in self.keys]
                if fresh and self.has_right_root(note) and self.counts(note):
                    self.keys += fresh
                    grown = True

    def judge(self, row_size, note):
        def flaw(word, sentence, seq=note.size):
            self.flaws.append(Flaw(seq, word, sentence))

        journal, end = self.reading.journal, self.reading.tree.size
        whose, generation = journal_of(note.origin)
        if not whose.startswith("motcua/") or not whose.endswith("/" + journal.identity[:8]):
            return flaw("another_journal", f"the checkpoint is of {note.origin}, and this journal is "
                                           f"…/{journal.identity[:8]}/{journal.generation}")
        if row_size is not None and row_size != note.size:
            word = "replayed" if note.size < row_size else "altered"
            return flaw(word, f"the checkpoint stored for {row_size} events speaks of {note.size}", row_size)
        if not self.counts(note):
            return flaw("unknown_key", f"no key that counts signed the checkpoint of {note.size} events")
        if note.size > end:
            if self.reading.flaw:
                return None
            if generation != journal.generation:
                return self.other_generation(note, generation)
            if row_size is not None:
                return flaw("cut", f"the journal ends at event {end} but holds a checkpoint of {note.size}", end + 1)
            return flaw("older_copy", f"the journal ends at event {end} but a checkpoint of {note.size} was signed: "
                                      "this is an older copy, or its end was cut off", end + 1)
        if note.size not in self.reading.roots:
            return None  # the reading stopped before
        if not self.has_right_root(note):
            if generation != journal.generation:
                return self.other_generation(note, generation)
            return flaw("rewritten", f"the signed checkpoint of {note.size} events has another root: one of the events "
                                     f"{self.covered + 1} to {note.size} was replaced")
        self.covered = note.size
        self.agreeing += 1
        return None

    def other_generation(self, note, generation):
        self.flaws.append(Flaw(note.size, "other_generation",
                               f"the checkpoint of {note.size} events was signed in generation {generation}; this journal is "
                               f"generation {self.reading.journal.generation}: a restore from a backup lies between"))

    def find_forks(self):
        seen = {}
        for _, note in self.notes:
            if self.counts(note) and seen.setdefault((note.origin, note.size), note.root) != note.root:
                self.flaws.append(Flaw(note.size, "fork", f"two checkpoints of {note.size} events, both truly signed, have "
                                                          "different roots: two histories were shown"))

    def verdict(self):
        row_flaw = self.reading.flaw
        if row_flaw:
            earlier = [one for one in self.flaws if one.word == "rewritten" and one.seq < row_flaw.seq]
            return min(earlier, key=lambda one: one.seq, default=row_flaw)
        return min(self.flaws, key=lambda one: (ORDER.index(one.word), one.seq), default=None)


def opened_notes(journal, files):
    notes = []
    for size, text in journal.notes():
        try:
            notes.append((size, Note(text.decode())))
        except ValueError as error:
            raise Flaw(size, "unreadable", f"the checkpoint stored for {size} events cannot be read: {error}") from error
    for file in files:
        try:
            notes.append((None, Note(Path(file).read_bytes().decode())))
        except ValueError as error:
            raise Flaw(0, "unreadable", f"{file} is no checkpoint: {error}") from error
    return notes


def verify_journal(file, keys, checkpoints, progress=lambda done, all: None):
    """Raises the Flaw; otherwise the Judgement of a journal that holds."""
    try:
        journal = Journal(file)
        notes = opened_notes(journal, checkpoints)
    except sqlite3.Error as error:
        raise Flaw(1, "unreadable", f"the database cannot be read: {error}") from error
    reading = Reading(journal, {note.size for _, note in notes}, progress)
    judgement = Judgement(reading, notes, keys)
    flaw = judgement.verdict()
    if flaw:
        raise flaw
    return judgement


# ---------------------------------------------------------------------------------------------------
# What was taken out of a journal


def note_signed_by_one_of(text, keys):
    try:
        note = Note(text)
    except ValueError as error:
        raise Flaw(0, "unreadable", f"the checkpoint cannot be read: {error}") from error
    if not any(note.is_signed_by(key) for key in keys):
        raise Flaw(note.size, "unknown_key", f"no key that counts signed the checkpoint of {note.size} events")
    return note


def hashes_of(texts):
    hashes = [from_base64(text) for text in texts]
    if any(one is None or len(one) != 32 for one in hashes):
        raise ValueError("a proof is no list of hashes")
    return hashes


def row_of(event):
    """A row of the table `event` as a packed event tells it."""
    row = {"leaf": event["leaf"].encode(), "personal": event["personal"].encode()}
    row["hash"] = leaf_hash(row["leaf"])
    try:
        leaf = parse_canonical(row["leaf"])
        for column in NUMBERS:
            row[column] = leaf[column] if type(leaf[column]) is int else None
        for column in ("stream", "type", "key"):
            row[column] = str(leaf.get(column, "")).encode()
    except (NotCanonical, KeyError, TypeError, AttributeError):
        return None
    return row


def digests_in(row):
    """The digests of contents that an event names; erased ones are gone."""
    values = parse_canonical(row["personal"]) if row["personal"] else {}
    return {sealed["value"] for field, sealed in values.items() if field.endswith("digest")}


def verify_files(folders, digests):
    """Raises the Flaw; otherwise how many files there are. Each is named after the event that tells of it."""
    files = sorted(file for folder in folders for file in Path(folder).iterdir())
    for file in files:
        seq = file.name.partition(".")[0]
        told = digests.get(int(seq)) if seq.isascii() and seq.isdigit() else None
        if told is None:
            raise Flaw(0, "moved", f"no event of the pack tells of the file {file.name}")
        if hashlib.sha256(file.read_bytes()).hexdigest() not in told:
            raise Flaw(int(seq), "altered", f"the file {file.name} is not the content that the event names")
    return len(files)


def verify_pack(folder, keys):
    """Raises the Flaw; otherwise stream, number of events, the last one's seq, the note, and the digests by event."""
    folder = Path(folder)
    try:
        pack = json.loads((folder / "pack.json").read_bytes())
        if pack["format"] != "motcua-pack/1":
            raise ValueError(pack["format"])
        stream, events = pack["stream"], [(row_of(one), hashes_of(one["proof"])) for one in pack["events"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Flaw(0, "unreadable", f"pack.json cannot be read: {error}") from error
    note = note_signed_by_one_of((folder / "checkpoint.txt").read_bytes().decode(), keys)
    if not events:
        raise Flaw(0, "unreadable", "the pack holds no event")
    missing, erased, before, recorded_at, digests = set(), set(), 0, None, {}
    for row, proof in events:
        if row is None:
            raise Flaw(before + 1, "altered", "the leaf is no event in canonical JSON")
        place = row["seq"]
        if row["stream"] != stream.encode():
            raise Flaw(place, "moved", f"the event is of {row['stream'].decode()}")
        if not 0 < place <= note.size or root_by_inclusion(proof, row["hash"], place - 1, note.size) != note.root:
            raise Flaw(place, "altered", "the event is not in the tree that the checkpoint signed")
        if row["prev"] > before:
            raise Flaw(row["prev"], "missing", f"event {row['prev']} of the dossier is left out")
        leaf = open_event(row)
        if leaf["prev"] != before:
            raise Flaw(place, "altered", f"'prev' names event {leaf['prev']}, but the stream's previous event is {before}")
        if recorded_at is not None and leaf["recorded_at"] < recorded_at:
            raise Flaw(place, "altered", "the event is recorded earlier than the one before it")
        before, recorded_at = place, leaf["recorded_at"]
        missing.update((place, field) for field in check_personal(row, leaf))
        note_redaction(place, leaf, missing, erased)
        digests[place] = digests_in(row)
    if missing:
        seq, field = min(missing)
        raise Flaw(seq, "erased", f"the personal value '{field}' is gone and no event says that it was erased")
    return stream, len(events), before, note, digests


def verify_consistency(file, keys):
    """Raises the Flaw; otherwise the two notes."""
    try:
        told = json.loads(Path(file).read_bytes())
        if told["format"] != "motcua-consistency/1":
            raise ValueError(told["format"])
        proof, notes = hashes_of(told["proof"]), [str(told["older"]), str(told["newer"])]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Flaw(0, "unreadable", f"the proof cannot be read: {error}") from error
    older, newer = [note_signed_by_one_of(note, keys) for note in notes]
    if journal_of(older.origin)[0] != journal_of(newer.origin)[0]:
        raise Flaw(newer.size, "another_journal", f"one checkpoint is of {older.origin}, the other of {newer.origin}")
    if older.size > newer.size:
        raise Flaw(newer.size, "replayed",
                   f"the newer checkpoint is of {newer.size} events, the older of {older.size}")
    if older.size == newer.size and older.root != newer.root and older.origin == newer.origin:
        raise Flaw(newer.size, "fork", f"two checkpoints of {newer.size} events, both truly signed, have different roots: "
                                       "two histories were shown")
    if not is_consistent(proof, older.size, older.root, newer.size, newer.root):
        if older.origin != newer.origin:
            raise Flaw(older.size, "other_generation", "the first events of the newer checkpoint are others: a restore "
                                                       "from a backup lies between")
        raise Flaw(older.size, "rewritten",
                   f"the first {older.size} events of the newer checkpoint are not those of the older")
    return older, newer


# ---------------------------------------------------------------------------------------------------


def keys_of(arguments):
    keys = []
    for argument in arguments:
        lines = Path(argument).read_text().splitlines() if os.path.exists(argument) else [argument]
        keys += [Key(line) for line in lines if line.strip()]
    return keys


def show_progress(done, all_of_them):
    if sys.stderr.isatty():
        print(f"\r{done} of {all_of_them} events", end="", file=sys.stderr)


def report(judgement, keys):
    tree = judgement.reading.tree
    print(f"{tree.size} events are as they were written; {judgement.agreeing} checkpoints agree")
    print(f"Covered by a signed checkpoint: events 1 to {judgement.covered}" if judgement.covered else
          "No signed checkpoint covers them: they are only checked against each other")
    if judgement.covered and not keys:
        print("The keys were taken from the journal itself; give --key to rely on one that was kept elsewhere")
    print(f"Root of the tree: {tree.root().hex()}")


def report_pack(folder, file_folders, given):
    keys = given or keys_of([str(Path(folder) / "keys.txt")])
    stream, count, last, note, digests = verify_pack(folder, keys)
    files = verify_files(file_folders, digests)
    print(f"{count} events of {stream} are among the first {note.size} that {note.origin} signed")
    if file_folders:
        print(f"{files} files are the contents that these events name")
    print(f"The last one is event {last}; whether there are later ones is not part of the proof")
    if not given:
        print("The keys were taken from the pack itself; give --key to rely on one that was kept elsewhere")


def main():
    parser = argparse.ArgumentParser(description="Verifies a journal of motcua, or what was taken out of one")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--journal", metavar="FILE", help="journal.db")
    what.add_argument("--pack", metavar="FOLDER", help="a proof pack")
    what.add_argument("--consistency", metavar="FILE", help="a proof that one checkpoint continues another")
    parser.add_argument("--files", action="append", default=[], metavar="FOLDER",
                        help="contents that the pack's events name, each file under its event's number")
    parser.add_argument("--key", action="append", default=[], help="a published key, or a file of such lines")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE", help="a note that was kept elsewhere")
    options = parser.parse_args()
    try:
        keys = keys_of(options.key)
    except (ValueError, OSError) as error:
        parser.error(f"--key takes a published key, NAME+ID+KEY, or a file of such lines: {error}")
    try:
        if options.pack:
            report_pack(options.pack, options.files, keys)
        elif options.consistency:
            if not keys:
                parser.error("--consistency needs --key")
            older, newer = verify_consistency(options.consistency, keys)
            print(f"The first {older.size} of the {newer.size} events that {newer.origin} signed are those that it had "
                  "signed before")
        else:
            report(verify_journal(options.journal, keys, options.checkpoint, show_progress), keys)
    except Flaw as flaw:
        print(flaw)
        return 1
    except OSError as error:
        parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
