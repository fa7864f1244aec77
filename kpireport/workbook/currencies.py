"""The currencies of ISO 4217 (list one, amendment 176), and the symbols that stand for them."""

from __future__ import annotations

_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCY_CODES = frozenset(_CODES.split())

_DOLLARS = """
    USD ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUP DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD
    SGD SRD TTD TWD UYU XCD
"""

CURRENCY_SYMBOLS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "£": ("GBP", "EGP", "GIP", "FKP", "SHP", "LBP", "SYP", "SDG", "SSP"),
    "$": tuple(_DOLLARS.split()),
    "¥": ("JPY", "CNY"),
    "￥": ("JPY", "CNY"),
    "₹": ("INR",),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "₩": ("KRW",),
    "₪": ("ILS",),
    "₫": ("VND",),
    "₴": ("UAH",),
    "₦": ("NGN",),
    "฿": ("THB",),
}
"""The currencies that a symbol may stand for; the first is meant unless the book is kept in
another of them."""

CURRENCY_NAMES = {
    "euro": "EUR",
    "euros": "EUR",
    "dollar": "$",
    "dollars": "$",
    "pound": "£",
    "pounds": "£",
    "livre sterling": "GBP",
    "livres sterling": "GBP",
    "franc suisse": "CHF",
    "francs suisses": "CHF",
    "swiss franc": "CHF",
    "swiss francs": "CHF",
    "us$": "USD",
    "ca$": "CAD",
    "c$": "CAD",
    "au$": "AUD",
    "a$": "AUD",
    "nz$": "NZD",
    "hk$": "HKD",
    "fr.": "CHF",
    "sfr": "CHF",
    "cfa": "XOF",
    "fcfa": "XOF",
}
"""Names and longer symbols, in lower case without accents, as a code or a symbol of the above."""


def currency_code(written: str, default: str | None = None) -> str | None:
    """The ISO 4217 code of a code, symbol or name; None for anything else.

    A symbol that several currencies share stands for ``default`` where that is one of them.
    """
    word = " ".join(written.split())
    word = CURRENCY_NAMES.get(word.casefold(), word)
    if word in CURRENCY_SYMBOLS:
        candidates = CURRENCY_SYMBOLS[word]
        return default if default in candidates else candidates[0]
    return word.upper() if word.upper() in CURRENCY_CODES else None
