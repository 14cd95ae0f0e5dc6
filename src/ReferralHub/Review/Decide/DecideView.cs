using System.Text;
using ReferralHub.Identity.Audit;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals.Documents;
using ReferralHub.Review.Interests;
using ReferralHub.Review.Leave;
using ReferralHub.Review.Referral;
using ReferralHub.Review.Session;
using ReferralHub.Review.Worklist;
using ReferralHub.Triage;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Decide;

/// <summary>What the page about one referral shows to one reader.</summary>
public sealed record DecideView(ReferralSheet Sheet, HubUser Reader, DateTime Now)
{
    /// <summary>The reader's session; null when none is on.</summary>
    public SessionProgress? Progress { get; init; }

    /// <summary>How many referrals wait in the reader's specialties.</summary>
    public int Waiting { get; init; }

    /// <summary>Who looked at it, for a lead.</summary>
    public IReadOnlyList<AccessRecord> Looks { get; init; } = [];

    /// <summary>Texts of attachments that are shown in the page, by number.</summary>
    public IReadOnlyDictionary<int, string> Texts { get; init; } = new Dictionary<int, string>();

    /// <summary>Why this reader must leave it to a colleague; null when nothing is against it.</summary>
    public string? Barred { get; init; }

    /// <summary>To whom it can be given; null when the settings name no users, so that a name is typed.</summary>
    public IReadOnlyList<HubUser>? Colleagues { get; init; }

    /// <summary>Whether a second clinician must agree before it is returned.</summary>
    public bool ReturnsNeedSecond { get; init; }

    /// <summary>Providers that take it as it is; empty when no service of the directory does.</summary>
    public IReadOnlyList<SuitableProvider> Providers { get; init; } = [];

    /// <summary>Specialties under which a service takes it, each with the providers.</summary>
    public IReadOnlyList<(TreatmentFunction Specialty, IReadOnlyList<SuitableProvider> Providers)> Specialties { get; init; } = [];

    /// <summary>Interests that the practice has declared in providers that could take it.</summary>
    public IReadOnlyList<DeclaredInterest> PracticeInterests { get; init; } = [];

    /// <summary>The reader's own interest in a provider that could take it; null when there is none.</summary>
    public ReviewerInterest? OwnInterest { get; init; }

    /// <summary>A decision of this review that has not taken effect.</summary>
    public PendingDecision? Pending =>
        Sheet.Pending is { } pending && Sheet.Journey.Stage == Stage.InReview && pending.StageEntered == Sheet.Journey.StageEntered
            ? pending
            : null;

    /// <summary>A decision that was overtaken before it took effect: amended or withdrawn by the practice.</summary>
    public PendingDecision? Overtaken =>
        Sheet.Pending is { } pending && pending.StageEntered != Sheet.Journey.StageEntered ? pending : null;

    public bool IsMine => LiveClaim?.Reviewer == Reader.Name;

    public ReviewClaim? OtherClaim => IsMine ? null : LiveClaim;

    public bool CanDecide => Sheet.Journey.Stage == Stage.InReview && Pending?.Effect is null && Pending?.Reviewer != Reader.Name;

    /// <summary>Days that the referral has waited for its practice, all times together.</summary>
    public int DaysWithPractice
    {
        get
        {
            var (total, since) = (TimeSpan.Zero, (DateTime?)null);
            foreach (var e in Sheet.History)
            {
                if (e.Type == EventTypes.InformationRequested)
                    since = e.At;
                else if (since is { } asked && EventData.Read(e.Data).From == Stage.AwaitingInformation)
                    (total, since) = (total + (e.At - asked), null);
            }

            return (int)Math.Round(total.TotalDays);
        }
    }

    ReviewClaim? LiveClaim => Sheet.Claim is { } claim && claim.Until > Now ? claim : null;
}

/// <summary>Reads what the page about one referral shows.</summary>
public sealed class ReadDecideView(
    ReadReferralSheet sheets,
    ReadSession sessions,
    CountQueue counts,
    AttachmentContent attachments,
    AccessLog access,
    ReviewerInterests interests,
    ListColleagues colleagues,
    SuitableServices services,
    InterestRegister register,
    HubSettings settings,
    TimeProvider time
)
{
    const int TextShownBytesMax = 64 * 1024;

    /// <summary>The page's content; null when there is no such referral.</summary>
    public async Task<DecideView?> ReadAsync(string reference, HubUser reader, CancellationToken cancellationToken)
    {
        if (await sheets.ReadAsync(reference, cancellationToken) is not { } sheet)
            return null;
        AuditEntry.Show(sheet.Journey);
        var now = time.UtcNow();
        var today = WorkingDays.LocalDate(now);
        var patient = PatientNeed.FromJourney(sheet.Journey, sheet.Facts.Patient, today);
        var specialties = services.ListSpecialties(patient);
        var providers = specialties.FirstOrDefault(s => s.Specialty.Code == sheet.Journey.Specialty).Providers ?? [];
        var isOpen = sheet.Journey.Stage == Stage.InReview;
        return new(sheet, reader, now)
        {
            Colleagues = isOpen ? await colleagues.ListAsync(reader, sheet.Journey, cancellationToken) : null,
            ReturnsNeedSecond = settings.Review.SecondReaderForReturns,
            Providers = providers,
            Specialties = specialties,
            PracticeInterests =
            [
                .. register.FindInForce(sheet.Journey.Practice, today).Where(i => providers.Any(p => p.Ods == i.Provider)),
            ],
            OwnInterest = isOpen ? interests.FindAgainst(reader.Name, sheet.Journey.Specialty, today) : null,
            Progress = await sessions.ReadAsync(reader.Name, cancellationToken),
            Waiting = (await counts.CountAsync(cancellationToken)).CountFor(reader),
            Looks = reader.Kind == CallerRole.Lead ? await access.ListAsync(sheet.Journey.Id, cancellationToken) : [],
            Texts = await ReadTextsAsync(sheet, cancellationToken),
            Barred = DescribeBar(sheet.Journey, reader, now),
        };
    }

    string? DescribeBar(ReferralJourney journey, HubUser reader, DateTime now)
    {
        if (journey.Stage != Stage.InReview || journey.Priority.IsSuspectedCancer())
            return null;
        var interest = interests.FindAgainst(reader.Name, journey.Specialty, WorkingDays.LocalDate(now));
        return interest is null ? null : ReviewProblems.Interested(interest).Text;
    }

    async Task<Dictionary<int, string>> ReadTextsAsync(ReferralSheet sheet, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<int, string>();
        foreach (var (attachment, number) in sheet.Facts.Attachments.Select((a, i) => (a, i)))
        {
            if (sheet.Scans.ElementAtOrDefault(number) is not { MayBeOpened: true })
                continue;
            if (sheet.Facts.Clinical.FirstOrDefault(c => c.Attachment == number) is { } read)
            {
                texts[number] = read.Text;
                continue;
            }

            // Facts that earlier builds stored do not hold the text.
            if (!AttachmentTypes.IsText(attachment.ContentType) || attachment.Bytes is 0 or > TextShownBytesMax)
                continue;
            if (await attachments.ReadAsync(sheet.Journey.Id, attachment.Expression, cancellationToken) is { } content)
                texts[number] = Encoding.UTF8.GetString(content);
        }

        return texts;
    }
}
