using ReferralHub.Budgets.Positions;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Log;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Books.BookArea;

namespace ReferralHub.Tests.Budgets.Positions;

/// <summary>How many patients are behind a line's figures, on a kept book.</summary>
public sealed class LinePatientsTests
{
    const string Line = "first-2026/A81001";

    [Fact]
    public async Task Figures_AreOfPatients_HoweverManyReferralsTheyHave()
    {
        await using var hub = await StartAsync();
        var number = NhsNumberOf(TestReferral.Routine());
        for (var i = 0; i < 9; i++)
            await hub.AddAsync(Choose(await hub.TakeAsync(TestReferral.Routine().With(r => SetNhsNumber(r, number)))));

        var found = (await ReadAsync(hub, AccessScope.ForFigures(["A81001"]))).Single(p => p.Line == Line);

        found.Position.Committed.ShouldBe(new Money(9 * 17_000));
        (found.Patients!.Committed, found.Patients.DueThisYear, found.Patients.NextYear, found.Patients.Spent).ShouldBe((1, 1, 0, 0));
    }

    [Fact]
    public async Task Figures_OfReferralsThatWereTakenBack_AreOfTheOthers()
    {
        await using var hub = await StartAsync();
        for (var i = 1; i <= 9; i++)
            await hub.AddAsync(Received(i, May), Chosen(i, May));
        for (var i = 1; i <= 4; i++)
            await hub.AddAsync(Event(i, 3, EventTypes.Cancelled, May.AddDays(1)));

        var found = (await ReadAsync(hub, AccessScope.ForFigures(["A81001"]))).Single(p => p.Line == Line);
        var months = await hub.Get<BookPositions>().ReadBurnUpPatientsAsync(Line, new(2026), CancellationToken.None);

        found.Patients!.Committed.ShouldBe(5);
        (months.CountCommitted(null, new(2026, 4, 1)), months.CountCommitted(null, new(2026, 5, 1))).ShouldBe((0, 5));
        (months.CountCommitted(new(2026, 4, 1), new(2026, 5, 1)), months.CountSpent(null, new(2026, 5, 1))).ShouldBe((5, 0));
    }

    [Fact]
    public async Task Patients_AreNotCounted_ForWhoeverReadsFiguresAsTheyAre()
    {
        await using var hub = await StartAsync();
        await hub.AddAsync(Received(1, May), Chosen(1, May));

        foreach (var scope in new[] { AccessScope.Centre, AccessScope.ForPractices(["A81001"]) })
            (await ReadAsync(hub, scope)).ShouldAllBe(p => p.Patients == null);
    }

    static Task<IReadOnlyList<HolderPosition>> ReadAsync(TestHub hub, AccessScope scope) =>
        hub.Get<BookPositions>().ReadAsync(scope, CancellationToken.None);

    static LogEvent Choose(Guid referral)
    {
        // After the arrangements were loaded.
        var chosen = Chosen(1, TimeProvider.System.GetUtcNow().UtcDateTime);
        return new()
        {
            Id = chosen.Id,
            Referral = referral,
            Version = 2,
            Type = chosen.Type,
            At = chosen.At,
            Actor = chosen.Actor,
            Data = chosen.Data,
        };
    }

    static string NhsNumberOf(TestReferral referral) => (string)referral.Patient["identifier"]![0]!["value"]!;

    static void SetNhsNumber(TestReferral referral, string number) => referral.Patient["identifier"]![0]!["value"] = number;
}
