using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ReferralHub.Kernel;
using ReferralHub.Triage;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage.Approval;

/// <summary>A hub with one pack that accepts everything and one that only raises attention, of which nobody has approved any.</summary>
public abstract class PackApprovalScene : IAsyncLifetime
{
    readonly Dictionary<string, string> people = [];
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-approve-");

    protected TestHub Hub { get; private set; } = null!;

    protected RulePacks Packs => Hub.Get<RulePacks>();

    protected static DateOnly Today => WorkingDays.LocalDate(TimeProvider.System.GetUtcNow().UtcDateTime);

    public async Task InitializeAsync()
    {
        WriteAccepting("1");
        WriteAttention("review");
        Hub = await TestHub.StartAsync("web,worker", packs: folder.FullName, approve: false);
    }

    public async Task DisposeAsync()
    {
        await Hub.DisposeAsync();
        folder.Delete(recursive: true);
    }

    protected void WriteAccepting(string version, string reason = "R") =>
        Write("accepting", version, "accept", reason, "when: { specialty: [\"110\", \"120\"], mentions: [knee pain] }");

    protected void WriteAttention(string outcome) => Write("attention", "1", outcome, "R", "when: { specialty: [\"120\"] }");

    protected void Remove(string pack) => File.Delete(Path.Combine(folder.FullName, $"{pack}.yaml"));

    protected Task LookAsync() => Packs.RefreshAsync(default, isForced: true);

    /// <summary>The content of the pack that decides today; null when none does.</summary>
    protected RulePack? FindInForce(string pack) => Packs.InForce(Today).SingleOrDefault(p => p.Id == pack);

    protected string HashOfFile(string pack) => Packs.All.Single(p => p.Id == pack && !p.IsFromStore).Hash;

    protected async Task<(HttpStatusCode Status, string Text)> ActAsync(
        string act,
        string pack,
        string? hash,
        string? by,
        string? role = "R"
    )
    {
        // Whoever has a name and a post has signed in; what else may be said is said by a system.
        var person = by is not null && role is not null && by.Any(char.IsLetter) && by.Length < 100 ? FindPerson(by) : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/rules/{pack}/{act}")
        {
            Content = JsonContent.Create(
                person is null
                    ? new
                    {
                        hash,
                        by,
                        role,
                    }
                    : new
                    {
                        hash,
                        by = (string?)null,
                        role = (string?)null,
                    }
            ),
        };
        var (header, value) = person is null
            ? await CallerHeaders.CentreAsync(Hub)
            : await CallerHeaders.PersonAsync(Hub, person, ReferralHub.Platform.Access.CallerRole.Lead);
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await Hub.Http.SendAsync(request);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (
            answer.StatusCode,
            (string?)body["words"] ?? $"{body["issue"]![0]!["details"]!["text"]} {body["issue"]![0]!["details"]!["coding"]}"
        );
    }

    /// <summary>The name under which somebody is known; one who is only spelled otherwise is the same.</summary>
    string FindPerson(string name)
    {
        var folded = string.Concat(name.Where(char.IsLetter)).ToUpperInvariant();
        return people.TryGetValue(folded, out var known) ? known : people[folded] = name;
    }

    protected async Task ApproveAsync(string pack)
    {
        await LookAsync();
        (await ActAsync("propose", pack, HashOfFile(pack), "A. Writer")).Status.ShouldBe(HttpStatusCode.OK);
        (await ActAsync("approve", pack, HashOfFile(pack), "B. Approver")).Status.ShouldBe(HttpStatusCode.OK);
    }

    void Write(string pack, string version, string outcome, string reason, string when = "when: { always: true }")
    {
        var notApplicable = when.Contains("always", StringComparison.Ordinal)
            ? ""
            : "\n      - { name: another, given: { specialty: \"130\" }, expect: not-applicable }";
        File.WriteAllText(
            Path.Combine(folder.FullName, $"{pack}.yaml"),
            $$"""
            pack: {{pack}}
            version: "{{version}}"
            title: T
            owner: O
            effectiveFrom: 2020-01-01
            approval: { writtenBy: A, approvedBy: B, approvedOn: 2019-12-01 }
            rules:
              - id: a
                title: T
                source: S
                {{when}}
                then: {{outcome}}
                reason: {{reason}}
                examples:
                  - { name: any, given: { specialty: "120", reason: Knee pain }, expect: met }{{notApplicable}}
            """
        );
    }
}
