"""Words by which web pages tell what of them is no document: elements, and the parts of classes and ids."""

from __future__ import annotations

from typing import Final

_ELEMENTS: Final = """
script style noscript template head iframe frame svg canvas object embed applet select datalist input button
textarea audio video map area rt rp math dialog
"""
_FRAME_WORDS: Final = """
nav navi navigation gnav lnav gnavi lnavi globalnav globalnavi localnav localnavi snavi fnavi menu menus megamenu
dropdown header hd footer ft foot footernavi headernavi breadcrumb breadcrumbs bread crumb crumbs topicpath
topicspath pankuzu pan path share sharing shares sns social socials tweet twitter facebook cookie cookies consent
pagetop totop gotop backtotop skip skiplink skipnav sidebar sidemenu sidenav aside lang langs language languages
translate translation fontsize textsize mojisize moji search searchbox sitesearch banner banners bnr ranking
rankings recommend recommended related enquete questionnaire survey feedback vote voice counter pager pagination
paging adobe getreader reader copyright sitemap sitelinks toolbar accessibility emergency readspeaker print printbtn
"""
_BESIDE_WORDS: Final = """
tmp js l c p g m id the site page pages global local main sub sp pc head top bottom drawer side left right utility
util hamburger mobile content contents cms gov category cate btn button buttons box area block mod u wrap wrapper
inner container list lists bar link links section ul in outer group item items row form icon icons set body to
"""

NEVER: Final = frozenset(_ELEMENTS.split())
# A class or an id names a frame of the page if all its words are of these two lists, and one at least of the first.
FRAMES: Final = frozenset(_FRAME_WORDS.split())
BESIDE: Final = frozenset(_BESIDE_WORDS.split())
