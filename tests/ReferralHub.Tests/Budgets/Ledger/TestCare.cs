using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Tests.Budgets.Ledger;

/// <summary>One referral of one practice, and rows for it.</summary>
static class TestCare
{
    public const string Line = "Z81006/gp";
    public static readonly DateOnly On = new(2026, 5, 6);
    public static readonly Guid Referral = new(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
    public static readonly CareKey Care = new("Z81006", "RZ1", "110", ActivitySource.Gp);

    public static Chosen Choose(long position, params PricedComponent[] parts) => new(position, On, Referral, Care, parts);

    public static PricedComponent Part(string pod, long? pence, long quantityPerMille = 1000, DateOnly? expectedOn = null) =>
        new(Line, pod, quantityPerMille, pence is null ? null : new(pence.Value), pence is null ? null : "v1", expectedOn);

    public static ReportedRow Row(string id, string pod, long pence) =>
        new(id, Line, new(2026, 5, 21), Care, pod, new(pence))
        {
            ListPrice = new(pence),
            PriceVersion = "v1",
            Referral = Referral,
        };

    public static ActivityReported Report(long position, string id, string pod, long pence) => new(position, On, Row(id, pod, pence));
}
