"""Entries of source lists are taken apart into CSL references."""

from __future__ import annotations

import pytest

from briefgen.importing.dates import read_date, url_date
from briefgen.importing.decisions import Decisions
from briefgen.importing.draft import DraftRun, Location, SourceEntry
from briefgen.importing.works import references


def reference(*lines: str) -> list[dict[str, object]]:
    works = [SourceEntry(str(n), (DraftRun(line),), Location(n)) for n, line in enumerate(lines, 1)]
    return list(references(works, Decisions()).values())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "A harbour on the move - The Coastal Gazette, accessed on March 3, 2024, "
            "https://www.coastalgazette.example/2021/09/14/a-harbour",
            {
                "id": "coastalgazette-harbour-move",
                "type": "webpage",
                "title": "A harbour on the move",
                "container-title": "The Coastal Gazette",
                "issued": {"date-parts": [[2021, 9, 14]]},
                "accessed": {"date-parts": [[2024, 3, 3]]},
                "URL": "https://www.coastalgazette.example/2021/09/14/a-harbour",
            },
        ),
        (
            "Ekholm, T. (2018). The towns of the valley. Brannick Press.",
            {
                "id": "ekholm-towns-valley",
                "type": "document",
                "author": [{"family": "Ekholm", "given": "T."}],
                "title": "The towns of the valley",
                "publisher": "Brannick Press",
                "issued": {"date-parts": [[2018]]},
            },
        ),
        (
            "Jane Doe. “What passengers remember.” Platform Magazine, 30 September 2024. "
            "https://platform.example/x (accessed 2 February 2025)",
            {
                "id": "platform-what-passengers-remember",
                "type": "webpage",
                "author": [{"literal": "Jane Doe"}],
                "title": "What passengers remember",
                "container-title": "Platform Magazine",
                "issued": {"date-parts": [[2024, 9, 30]]},
                "accessed": {"date-parts": [[2025, 2, 2]]},
                "URL": "https://platform.example/x",
            },
        ),
        (
            "https://example.org/a/page_(1)",
            {
                "id": "example-org-page",
                "type": "webpage",
                "title": "example.org/a/page_(1)",
                "container-title": "example.org",
                "URL": "https://example.org/a/page_(1)",
            },
        ),
        (
            "Why talk? : r/europe - Reddit, accessed on May 1, 2024, "
            "https://www.reddit.com/r/europe/comments/1/why_talk/",
            {
                "id": "reddit-why-talk",
                "type": "post",
                "title": "Why talk?",
                "container-title": "r/europe - Reddit",
                "accessed": {"date-parts": [[2024, 5, 1]]},
                "URL": "https://www.reddit.com/r/europe/comments/1/why_talk/",
            },
        ),
        (
            "Doyle, P. (1991). Convict labour. Journal of Works. https://doi.org/10.5555/jw.4",
            {
                "id": "doi-convict-labour",
                "type": "article-journal",
                "author": [{"family": "Doyle", "given": "P."}],
                "title": "Convict labour",
                "container-title": "Journal of Works",
                "issued": {"date-parts": [[1991]]},
                "URL": "https://doi.org/10.5555/jw.4",
                "DOI": "10.5555/jw.4",
            },
        ),
    ],
)
def test_an_entry_is_taken_apart(line: str, expected: dict[str, object]) -> None:
    (found,) = reference(line)
    assert found == expected


def test_keys_are_readable_and_each_is_its_own() -> None:
    found = reference(
        "Über die Brücke | Bote, https://bote.example/1",
        "Über die Brücke | Bote, https://bote.example/2",
    )
    assert [csl["id"] for csl in found] == ["bote-uber-brucke", "bote-uber-brucke-2"]


def test_a_site_that_is_not_named_is_named_as_elsewhere_in_the_list() -> None:
    found = reference(
        "One thing - The Post, https://post.example/1", "Another thing, https://post.example/2"
    )
    assert [csl["container-title"] for csl in found] == ["The Post", "The Post"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("November 26, 2025", (2025, 11, 26)),
        ("26 Nov. 2025", (2025, 11, 26)),
        ("07-Nov.-2024", (2024, 11, 7)),
        ("2025-11-26", (2025, 11, 26)),
        ("3. März 2024", (2024, 3, 3)),
        ("11/26/2025", (2025, 11, 26)),
        ("26.11.2025", (2025, 11, 26)),
        ("juin 2024", (2024, 6)),
        ("1871", (1871,)),
        ("31 February 2024", ()),
        ("soon", ()),
    ],
)
def test_a_date_is_read_in_the_forms_people_write(text: str, parts: tuple[int, ...]) -> None:
    assert read_date(text) == parts


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://a.example/2024/10/01/x", (2024, 10, 1)),
        ("https://a.example/world/2023/jun/18/x", (2023, 6, 18)),
        ("https://a.example/article/06/20/2024/x", (2024, 6, 20)),
        ("https://a.example/2025/11/13kallas", (2025, 11)),
        ("https://a.example/2024-06-11-interview", (2024, 6, 11)),
        ("https://a.example/1609636241/paper", ()),
    ],
)
def test_a_date_in_an_address_is_found(url: str, parts: tuple[int, ...]) -> None:
    assert url_date(url) == parts
