using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;

namespace ReferralHub.Platform.Access;

/// <summary>
/// What the audit is to say of one call. Whatever shows or changes something of a patient names it here; the row is written in the
/// transaction of the first change, or before the first byte of the answer leaves.
/// </summary>
public abstract class AuditEntry
{
    static readonly AsyncLocal<AuditEntry?> Ambient = new();

    readonly Lock gate = new();
    readonly HashSet<AuditSubject> known = [];
    readonly List<AuditSubject> waiting = [];
    Action? whenBack;
    bool isHandedOver;

    /// <summary>That of the call that is answered now; null outside any.</summary>
    public static AuditEntry? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Who calls, as far as is known; a sign-in sets whom it signed in.</summary>
    public Caller? Caller { get; set; }

    /// <summary>One of <see cref="AuditActs"/>; null for what the method of the request says.</summary>
    public string? Act { get; set; }

    /// <summary>Why, as the caller gave it; never anything of a patient.</summary>
    public string? Reason { get; set; }

    /// <summary>The break-glass access under which a patient was shown; null for ordinary access.</summary>
    public Guid? Emergency { get; set; }

    /// <summary>Whether the caller was sent away, however that is answered: a page sends whoever is not known to sign in.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Whether the call leaves a row although anybody may make it.</summary>
    protected bool IsMarked { get; private set; }

    /// <summary>Whether a row has been committed.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>Whether there is something of it to be written: all of it, or subjects that came after the row.</summary>
    public bool IsOwing
    {
        get
        {
            lock (gate)
                return !IsWritten || waiting.Count > 0;
        }
    }

    /// <summary>Whether anything of a patient was shown or changed.</summary>
    public bool IsTouched
    {
        get
        {
            lock (gate)
                return known.Count > 0;
        }
    }

    /// <summary>Whether the call promises to change nothing, so that what it writes all the same is no change of its.</summary>
    protected abstract bool IsRead { get; }

    /// <summary>Whether there is a row of such a call, however it ends.</summary>
    protected abstract bool IsKept { get; }

    /// <summary>Says that this call leaves a row although anybody may make it: somebody signed in, or tried to.</summary>
    /// <param name="act">One of <see cref="AuditActs"/>.</param>
    public void Keep(string act) => (Act, IsMarked) = (act, true);

    /// <summary>Says that a referral is shown or changed in whatever call is answered now.</summary>
    public static void Show(IAboutPatient about) => Current?.Touch(about.Referral, about.PatientKey);

    /// <summary>Says that referrals are shown in a list.</summary>
    public static void ShowList(IEnumerable<IAboutPatient> about)
    {
        if (Current is not { } entry)
            return;
        entry.Act ??= AuditActs.List;
        foreach (var one in about)
            entry.Touch(one.Referral, one.PatientKey);
    }

    /// <summary>Says that a referral, or a patient, is shown or changed. Saying it twice is saying it once.</summary>
    /// <param name="referral">Null for what is of a patient and of no single referral.</param>
    /// <param name="patientKey">Key of the patient; null where only the referral is known.</param>
    public void Touch(Guid? referral, string? patientKey)
    {
        if (referral is null && patientKey is null)
            return;
        var subject = new AuditSubject(referral, patientKey);
        lock (gate)
        {
            if (known.Add(subject))
                waiting.Add(subject);
        }
    }

    /// <summary>Adds the call's row to a transaction that changed something; null when nothing is to be added.</summary>
    public static AuditDraft? Join(HubDbContext db)
    {
        if (Current is not { IsRead: false } entry || !db.ChangeTracker.HasChanges())
            return null;
        foreach (var changed in db.ChangeTracker.Entries<IAboutPatient>())
            if (changed.State is EntityState.Added or EntityState.Modified)
                entry.Touch(changed.Entity.Referral, changed.Entity.PatientKey);
        return entry.IsKept ? entry.AddTo(db) : null;
    }

    /// <summary>Adds what is owed to a transaction. It counts as written only when the draft is confirmed after the commit.</summary>
    /// <param name="status">Status of the answer; null where a change is committed before there is one.</param>
    public AuditDraft? AddTo(HubDbContext db, int? status = null)
    {
        lock (gate)
        {
            if (IsWritten && waiting.Count == 0)
                return null;
            AddRows(db, [.. waiting], IsWritten, status);
            return new(this, waiting.Count);
        }
    }

    /// <summary>Whether the row is in the database: a commit of which nobody knew the outcome may have written it.</summary>
    public abstract Task<bool> IsKeptAsync(HubDbContext db, CancellationToken cancellationToken);

    /// <summary>Another writes it with the change that it makes; until it is given back nobody else does.</summary>
    public void HandOver()
    {
        lock (gate)
            isHandedOver = true;
    }

    /// <summary>The other has finished, whether it wrote it or not.</summary>
    public void TakeBack()
    {
        Action? then;
        lock (gate)
        {
            isHandedOver = false;
            (then, whenBack) = (whenBack, null);
        }

        then?.Invoke();
    }

    /// <summary>
    /// For a caller who has gone while another has it: what is to be done when it is given back. False when nobody has it.
    /// </summary>
    public bool WaitFor(Action back)
    {
        lock (gate)
        {
            if (isHandedOver)
                whenBack = back;
            return isHandedOver;
        }
    }

    internal void Confirm(int subjects)
    {
        lock (gate)
        {
            waiting.RemoveRange(0, subjects);
            IsWritten = true;
        }
    }

    /// <summary>Adds the rows.</summary>
    /// <param name="continues">Whether the call's row is there already and these are only subjects that came after it.</param>
    protected abstract void AddRows(HubDbContext db, IReadOnlyList<AuditSubject> subjects, bool continues, int? status);
}

/// <summary>A referral or a patient that a call was about.</summary>
public readonly record struct AuditSubject(Guid? Referral, string? PatientKey);

/// <summary>Rows that stand in a transaction which is not committed yet.</summary>
public readonly record struct AuditDraft(AuditEntry Entry, int Subjects)
{
    /// <summary>The transaction was committed.</summary>
    public void Confirm() => Entry.Confirm(Subjects);
}

/// <summary>The entry of a request.</summary>
public static class AuditOfRequest
{
    const string Item = "referralhub-audit";

    /// <summary>What the audit will say of this request.</summary>
    public static AuditEntry AuditEntry(this HttpContext http) => http.FindAuditEntry() ?? Unkept.Entry;

    public static AuditEntry? FindAuditEntry(this HttpContext http) =>
        http.Items.TryGetValue(Item, out var entry) ? (AuditEntry?)entry : null;

    public static void SetAuditEntry(this HttpContext http, AuditEntry entry) => http.Items[Item] = entry;

    /// <summary>Of a request that the audit does not see, such as one for a page about an error.</summary>
    sealed class Unkept : AuditEntry
    {
        public static AuditEntry Entry => new Unkept();

        protected override bool IsRead => true;

        protected override bool IsKept => false;

        public override Task<bool> IsKeptAsync(HubDbContext db, CancellationToken cancellationToken) => Task.FromResult(true);

        protected override void AddRows(HubDbContext db, IReadOnlyList<AuditSubject> subjects, bool continues, int? status) { }
    }
}
