"""Content controls that are bound to data in the file. Word shows the data, whatever text stands in the control."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from assembler.readers.elements import W
from assembler.readers.package import Package

_STORE = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}"
_PATH = re.compile(r"(?:/(?:[\w.-]+:)?[\w.-]+(?:\[\d{1,6}\])?)+(?:/@(?:[\w.-]+:)?[\w.-]+)?")
_PREFIX = re.compile(r"xmlns:([\w.-]+)=['\"]([^'\"]*)['\"]")
# The stores of a file's own properties have fixed names.
_PROPERTIES = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}": "core-properties",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}": "extended-properties",
}


class BoundData:
    """The data that controls may be bound to."""

    def __init__(self, package: Package) -> None:
        self._stores: Mapping[str, etree._Element] = dict(_stores(package))

    def shown(self, control: etree._Element) -> str | None:
        """Return the words that Word shows in a control, or None if its own text is shown."""
        properties = control.find(f"{W}sdtPr")
        binding = properties.find(f"{W}dataBinding") if properties is not None else None
        # A date shows in a format, and rich text is stored as a document.
        if properties is None or binding is None or any(properties.find(f"{W}{kind}") is not None for kind in ("date", "picture", "richText")):  # fmt: skip
            return None
        value = self._value(binding)
        if value is None:
            return None
        items = properties.iterfind(f".//{W}listItem")
        shown = {item.get(f"{W}value", ""): item.get(f"{W}displayText", "") for item in items}
        return shown.get(value) or value

    def _value(self, binding: etree._Element) -> str | None:
        path, store = binding.get(f"{W}xpath", ""), binding.get(f"{W}storeItemID", "").upper()
        if not _PATH.fullmatch(path) or store not in self._stores:
            return None
        prefixes = dict(_PREFIX.findall(binding.get(f"{W}prefixMappings", "")))
        try:
            found = self._stores[store].getroottree().xpath(path, namespaces=prefixes)
        except etree.XPathError:
            return None
        if not isinstance(found, list) or not found:
            return None
        first = found[0]
        return "".join(map(str, first.itertext())) if isinstance(first, etree._Element) else str(first)  # noqa: SLF001  its only name


def _stores(package: Package) -> list[tuple[str, etree._Element]]:
    stores = []
    for name in package.related(package.main, "customXml"):
        identity = next(iter(package.related(name, "customXmlProps")), "")
        properties, data = package.xml(identity), package.xml(name)
        if properties is not None and data is not None:
            stores.append((properties.get(f"{_STORE}itemID", "").upper(), data))
    for identity, kind in _PROPERTIES.items():
        found = map(package.xml, package.related("", kind))
        stores += [(identity, data) for data in found if data is not None]
    return stores
