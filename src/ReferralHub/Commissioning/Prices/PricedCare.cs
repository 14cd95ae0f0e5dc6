using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Prices;

/// <summary>A part of care that is paid beside the whole, by its own HRG and point of delivery, e.g. a scan at an attendance.</summary>
public sealed record UnbundledPart(string Hrg, string Pod);

/// <summary>What care costs whose price does not include all of its parts.</summary>
/// <param name="Parts">The care itself first; null where a part has no price.</param>
public sealed record PricedCare(IReadOnlyList<(PriceQuestion Question, PriceFound? Price)> Parts)
{
    /// <summary>Of the parts that have a price.</summary>
    public Money Payable => Parts.Aggregate(Money.Zero, (sum, part) => sum + (part.Price?.Payable ?? Money.Zero));

    public int Unpriced => Parts.Count(p => p.Price is null);

    /// <summary>Prices the care and, each by itself, what is unbundled from it.</summary>
    public static PricedCare Find(PriceBook book, PriceQuestion care, IEnumerable<UnbundledPart> unbundled) =>
        new([(care, book.Find(care)), .. unbundled.Select(u => care with { Hrg = u.Hrg, Pod = u.Pod }).Select(q => (q, book.Find(q)))]);
}
