namespace ReferralHub.Tests.Commissioning.Reading;

/// <summary>What people get wrong, one thing in each copy.</summary>
static class BrokenCopies
{
    const string Area = "area.yaml";
    const string Plans = "plans.yaml";
    const string Arrangements = "arrangements.yaml";

    public static readonly BrokenCopy[] All =
    [
        new(
            "a scope that is not there",
            Plans,
            "scope: older-people",
            "scope: older-peple",
            "joint-2026",
            "- id: joint-2026",
            "did you mean older-people?"
        ),
        new(
            "a holder that is not there",
            Plans,
            "holders: [Z81007]\n    total: 412300.00",
            "holders: [Z81077]\n    total: 412300.00",
            "pbc-single-2026",
            "- id: pbc-single-2026",
            "holders names Z81077, which is not the id of a body or a practice; did you mean Z81007?"
        ),
        new(
            "a decision by nobody",
            Arrangements,
            "decides: JCB",
            "decides: JCBX",
            "priorities/older-people",
            "what: priorities",
            "decides names JCBX, which is not the id of a body; did you mean JCB?"
        ),
        new(
            "a member twice at once",
            Area,
            "  - { body: LOC-N, member: Z81003, from: 2024-04-01 }",
            "  - { body: LOC-N, member: Z81003, from: 2024-04-01 }\n  - { body: LOC-N, member: Z81001, from: 2026-04-01, to: 2026-06-30 }",
            "LOC-N/Z81001",
            "member: Z81001, from: 2026-04-01",
            "is a member of LOC-N already on 2026-04-01 (area.yaml, line 22)"
        ),
        new(
            "steps that miss the total",
            Plans,
            "total: 412300.00",
            "total: 412300.01",
            "pbc-single-2026",
            "- id: pbc-single-2026",
            "£0.01 less"
        ),
        new(
            "a step without what it is for a holder",
            Plans,
            "need: { Z81001: 5100, Z81002: 7333, Z81003: 9001 }",
            "need: { Z81001: 5100, Z81002: 7333 }",
            "loc-n-2026",
            "step: fairShares",
            "Z81003"
        ),
        new(
            "a step of no known kind",
            Plans,
            "step: fairShares",
            "step: fairShare",
            "loc-n-2026",
            "step: fairShare,",
            "did you mean fairShares?"
        ),
        new(
            "contributors that pay less",
            Plans,
            "LA-E09: 1200000.00",
            "LA-E09: 1200000.50",
            "joint-2026",
            "- id: joint-2026",
            "The contributors pay £3,000,000.50 together"
        ),
        new(
            "one agreement of the two",
            Plans,
            "      - { by: QXX, person: Demonstration Commissioner, on: 2026-04-28 }\n    carry: { overspend: next-year",
            "    carry: { overspend: next-year",
            "pbc-single-2026",
            "- id: pbc-single-2026",
            "it takes QXX"
        ),
        new(
            "an agreement by somebody with an interest",
            Plans,
            "person: Demonstration Chief Executive",
            "person: demonstration  clinical director",
            "ico-e-2026",
            "- id: ico-e-2026",
            "had declared an interest (area.yaml, line 32) in NZ704, which provides care as a part of ICO-E"
        ),
        new(
            "an agreement by the provider itself",
            Plans,
            "by: ICO-E, person",
            "by: NZ704, person",
            "ico-e-2026",
            "- id: ico-e-2026",
            "agreed on 2026-03-30 for NZ704, which provides care as a part of ICO-E"
        ),
        new(
            "no rest behind a plan",
            Plans,
            "    scope: rest",
            "    scope: older-people",
            "loc-n-2026",
            "- id: loc-n-2026",
            "the care of Z81001, Z81002, Z81003 no plan set stands behind this one"
        ),
        new(
            "a plan set twice",
            Plans,
            "- id: joint-2026",
            "- id: scg-2026",
            "scg-2026",
            "- id: scg-2026\n    commissioner: JCB",
            "the id scg-2026 stands at plans.yaml, line 63 already"
        ),
        new(
            "a body that begins twice on one day",
            Area,
            "\n\nmembers:",
            "\n  - { id: JCB, name: Another board (fictitious), kind: joint board, from: 2026-04-01 }\n\nmembers:",
            "JCB",
            "name: Another board",
            "JCB begins on 2026-04-01 twice, also at area.yaml, line 18"
        ),
        new("a key that is misspelt", Plans, "rollUp: LOC-N", "rollup: LOC-N", "loc-n-2026", "rollup: LOC-N", "did you mean rollUp?"),
        new("a word that is not known", Plans, "money: pooled", "money: poled", "scg-2026", "money: poled", "did you mean pooled?"),
        new(
            "an amount with commas",
            Plans,
            "total: 1000000.00",
            "total: \"1,000,000.00\"",
            "loc-n-2026",
            "total: \"1,000",
            "without commas"
        ),
        new(
            "a day that no year has",
            Area,
            "to: 2026-09-30",
            "to: 2026-09-31",
            "LOC-N/Z81002",
            "to: 2026-09-31",
            "write a date as YYYY-MM-DD"
        ),
        new("an end before the beginning", Area, "to: 2026-09-30", "to: 2024-03-31", "LOC-N/Z81002", "to: 2024-03-31", "is before from"),
        new("a plan of nine years", Plans, "years: 3", "years: 9", "loc-n-2026", "years: 9", "write a whole number from 1 to 5"),
        new(
            "a plan that begins in May",
            Plans,
            "from: 2026-04-01, years: 3",
            "from: 2026-05-01, years: 3",
            "loc-n-2026",
            "2026-05-01",
            "1st of April"
        ),
        new("an NHS number as a holder", Plans, "[QXX]", "[\"9990000018\"]", "rest-2026", "9990000018", "write the hub's pseudonym"),
        new(
            "a mark that is not there",
            Plans,
            "of: [pq1, pq2]",
            "of: [pq1, pq9]",
            "north-bradford",
            "id: prescribing",
            "pq9 is no marker of this scheme"
        ),
        new("a file without a version", Arrangements, "version: 1\n", "", null, "source: Demo", "version is missing"),
        new("a file of a later version", Arrangements, "version: 1", "version: 2", null, "version: 2", "this hub knows 1 only"),
        new(
            "a key twice",
            Area,
            "kind: joint board,",
            "kind: joint board, kind: board,",
            null,
            "kind: board",
            "the key kind stands twice here"
        ),
        new("a part that refers back", Arrangements, "[LA-E09, QXX]", "&a [*a, *a]", null, "&a", "write it out"),
        new(
            "a part nested without end",
            Arrangements,
            "[LA-E09, QXX]",
            "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]",
            null,
            "[[[[",
            "nested more than 12 levels deep"
        ),
        new("YAML that is not closed", Arrangements, "[LA-E09, QXX] }", "[LA-E09, QXX }", null, "what: plan,", "this is not valid YAML"),
        new(
            "two prices for one thing",
            "prices.csv",
            "national-2026-27,unbundled",
            "national-2026-27,national,,110,,OPFA,17100,y,2026-04-01,2027-03-31,Another\nnational-2026-27,unbundled",
            "national-2026-27: OPFA in 110",
            "17100",
            "costs £171.00 here and £170.00 by prices.csv, line 8"
        ),
        new("a price in pounds", "prices.csv", "OPFA,17000,", "OPFA,170.00,", null, "OPFA,170.00", "with a decimal point"),
        new(
            "a month that is missing",
            "calendar.csv",
            "2026-09,2026-10-19,2026-11-27,2026-10-23,2026-10-28\n",
            "",
            "2026-09",
            "2026-08,",
            "the month 2026-09 is missing"
        ),
        new("a column that is missing", "need.csv", "weightedPopulation", "weighted", null, "practice,weighted", "weightedPopulation"),
    ];
}
