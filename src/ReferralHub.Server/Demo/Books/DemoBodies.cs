using System.Globalization;
using System.Text;
using ReferralHub.Kernel;

namespace ReferralHub.Server.Demo.Books;

/// <summary>
/// Who there is in the made-up area: two boards and a regional group, a locality of four practices, all practices, and whatever is agreed
/// between them beside the budgets.
/// </summary>
static class DemoBodies
{
    public const string LocalityId = "LOC-N";
    public const string Region = "ZR01";

    /// <summary>The care of the practices' budgets.</summary>
    public const string Scope = "gp-elective";

    /// <summary>Planted: the practice that has not agreed to its budget.</summary>
    public const int Disputing = 15;

    /// <summary>Planted: the practice that leaves the locality in the middle of the year.</summary>
    public const int Leaving = 1;

    /// <summary>Planted: a partner of this practice owns a part of a clinic.</summary>
    const int Owning = 2;
    const string OwnedClinic = "NZ706";
    const int LocalityPractices = 4;

    public static IReadOnlyList<int> North(DemoArea area) => [.. Enumerable.Range(0, area.Practices.Count / 2)];

    public static IReadOnlyList<int> Locality(DemoArea area) => [.. North(area).Take(LocalityPractices)];

    public static IReadOnlyList<int> NorthAlone(DemoArea area) => [.. North(area).Skip(LocalityPractices)];

    public static IReadOnlyList<int> SouthAll(DemoArea area) => [.. Enumerable.Range(0, area.Practices.Count).Except(North(area))];

    public static IReadOnlyList<int> South(DemoArea area) => [.. SouthAll(area).Where(i => i != Disputing)];

    /// <summary>Bodies, members, interests and scopes.</summary>
    public static string WriteArea(DemoArea area, DemoDays days)
    {
        var text = new StringBuilder(
            $"""
            # The area of the demonstration. Its organisations, its people and its figures are fictitious; a kind is a label for pages.
            version: 1
            source: Demonstration figures (fictitious)

            bodies:
              - id: {DemoPeople.Commissioner}
                name: North Board (fictitious)
                kind: board
                ods: {DemoPeople.Commissioner}
                population: {CountList(area, North(area))}
                from: 2013-04-01
                reportsTo: {Region}
                contact: Director of commissioning, North Board
              - id: {DemoPeople.CommissionerB}
                name: South Board (fictitious)
                kind: board
                ods: {DemoPeople.CommissionerB}
                population: {CountList(area, SouthAll(area))}
                from: 2013-04-01
                reportsTo: {Region}
                contact: Director of commissioning, South Board
              - id: {Region}
                name: Regional Specialised Group (fictitious)
                kind: specialised group
                population: 5200000
                from: 2013-04-01
                contact: Head of specialised commissioning
              - id: {LocalityId}
                name: North Locality (fictitious)
                kind: locality
                collectivity: corporate
                from: 2024-04-01
                reportsTo: {DemoPeople.Commissioner}
                contact: Locality commissioning lead

            """.ReplaceLineEndings("\n")
        );
        foreach (var i in Enumerable.Range(0, area.Practices.Count))
        {
            var (practice, board) = (area.Practices[i], North(area).Contains(i) ? DemoPeople.Commissioner : DemoPeople.CommissionerB);
            text.Append(
                    CultureInfo.InvariantCulture,
                    $"  - {{ id: {practice.Ods}, name: {practice.Name}, kind: practice, ods: {practice.Ods}, from: 2010-04-01, "
                )
                .Append(CultureInfo.InvariantCulture, $"reportsTo: {board}, contact: Practice manager }}\n");
        }

        text.Append("\nmembers:\n");
        foreach (var i in Locality(area))
            text.Append(CultureInfo.InvariantCulture, $"  - {{ body: {LocalityId}, member: {area.Practices[i].Ods}, from: 2024-04-01")
                .Append(i == Leaving ? Invariant($", to: {days.Year.Starting}-09-30 }} # what was before stays with it\n") : " }\n");
        return text.Append(
                $$"""

                interests:
                  - person: Demonstration partner of {{area.Practices[Owning].Ods}}
                    body: {{OwnedClinic}}
                    what: owns a share
                    from: 2025-04-01

                scopes:
                  - id: specialised
                    words: Services that are commissioned for a whole region
                    include: [{ specialised: true }]
                    strategicRisk: specialised
                  - id: {{Scope}}
                    words: Outpatients, tests and planned operations that a GP asked for
                    include: [{ sources: [gp], pods: [OPFA, OPFUP, OPPROC, DC, EL, DIAG] }]
                    strategicRisk: low
                  - id: rest
                    words: All that no other plan pays for
                    include: [{ sources: [any] }]
                    strategicRisk: high

                """.ReplaceLineEndings("\n")
            )
            .ToString();
    }

    /// <summary>Pools, schemes, decisions, contracts and who answers to whom.</summary>
    public static string WriteArrangements(DemoArea area, IReadOnlyList<FinancialYear> years)
    {
        var (one, two) = (DemoPeople.Commissioner, DemoPeople.CommissionerB);
        var locality = string.Join(", ", Locality(area).Select(i => area.Practices[i].Ods));
        var text = new StringBuilder("version: 1\nsource: Demonstration figures (fictitious)\n\npools:\n");
        foreach (var year in years)
            text.Append(Invariant($"  - id: risk-loc-n-{year.Starting}\n"))
                .Append(
                    CultureInfo.InvariantCulture,
                    $"    kind: risk\n    members: [{locality}]\n    contribution: 9000.00\n    by: need\n"
                )
                .Append(CultureInfo.InvariantCulture, $"    covers: {{ scope: {Scope}, perPatientAbove: 5000.00, sharePerMille: 1000 }}\n")
                .Append("    surplus: back-by-contribution\n")
                .Append(Invariant($"  - {{ id: innovation-{year.Starting}, kind: innovation, fundedBy: {one}, amount: 12000.00, "))
                .Append("underwrites: { sharePerMille: 800, mostPerCase: 2000.00 } }\n");
        text.Append(
            $$"""

            schemes:
              - id: saving-70
                holders: [{{string.Join(", ", North(area).Select(i => area.Practices[i].Ods))}}]
                markers:
                  - { id: reasons, words: Every referral carries a reason, value: 0.00, measure: M10, atMost: 0.05 }
                parts:
                  - id: freed-up
                    pay: share
                    of: saving
                    perMille: 700
                    onlyIfAnyMarker: true
                    use: patient-services
                    approvedBy: {{one}}
                beyondChance: flag

            decisions:
              - { what: plan, scope: {{Scope}}, decides: {{one}}, with: holder, dueOn: "05-01" }
              - { what: contract, scope: {{Scope}}, decides: {{one}}, agentFor: [{{LocalityId}}] }
              - { what: make-or-buy, scope: {{Scope}}, decides: {{LocalityId}}, approves: {{one}}, above: 10000.00 }
              - { what: close, scope: rest, decides: {{one}}, agentFor: [{{two}}, {{Region}}] }
              - { what: business-case, scope: rest, decides: {{one}}, withinWorkingDays: 40, without: interested }

            contracts:

            """.ReplaceLineEndings("\n")
        );
        foreach (var (provider, name) in DemoServices.Providers)
            text.Append(
                    CultureInfo.InvariantCulture,
                    $"  # {name}\n  - {{ id: acute-{provider.ToLowerInvariant()}, provider: {provider}, commissioner: {one}, "
                )
                .Append(
                    Invariant($"from: {years[0].Start:yyyy-MM-dd}, noticeMonths: 6, tolerancePerMille: 30, marginalPerMille: 500 }}\n")
                );
        return text.Append("\naccountability:\n")
            .Append(CultureInfo.InvariantCulture, $"  - {{ body: {LocalityId}, to: {one}, by: annual report, due: \"06-30\" }}\n")
            .Append(CultureInfo.InvariantCulture, $"  - {{ body: {one}, to: public, by: publication, due: \"07-31\" }}\n")
            .Append(CultureInfo.InvariantCulture, $"  - {{ body: {two}, to: public, by: publication, due: \"07-31\" }}\n")
            .ToString();
    }

    static string CountList(DemoArea area, IEnumerable<int> practices) =>
        practices.Sum(i => area.Practices[i].ListSize).ToString(CultureInfo.InvariantCulture);

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
