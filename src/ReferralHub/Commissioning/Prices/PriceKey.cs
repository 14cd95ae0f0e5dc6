using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Prices;

/// <summary>
/// What a price is for; what is null holds for all. A price that names the provider comes before one that does not, then one that
/// names the HRG, then one that names the treatment function. So, the most specific first: provider, HRG and function;
/// provider and HRG; provider and function; provider alone; HRG and function; HRG alone; function alone; point of delivery alone.
/// What was agreed with one provider is meant for it, whatever holds elsewhere; an HRG says more of what was done than a function.
/// </summary>
readonly record struct PriceKey(string? Provider, string? Hrg, string? Tfc, string Pod)
{
    const int NamesProvider = 4;
    const int NamesHrg = 2;
    const int NamesTfc = 1;

    /// <summary>Of all keys that fit one question no two have the same.</summary>
    public int Specificity => (Provider is null ? 0 : NamesProvider) + (Hrg is null ? 0 : NamesHrg) + (Tfc is null ? 0 : NamesTfc);

    public static PriceKey FromRow(PriceRow row) => new(row.Provider, row.Hrg, row.Tfc, row.Pod);

    /// <summary>The key of this specificity that fits the question; null where the question has no HRG and the key wants one.</summary>
    public static PriceKey? FromQuestion(PriceQuestion question, int specificity) =>
        (specificity & NamesHrg) != 0 && question.Hrg is null
            ? null
            : new(
                (specificity & NamesProvider) != 0 ? question.Provider : null,
                (specificity & NamesHrg) != 0 ? question.Hrg : null,
                (specificity & NamesTfc) != 0 ? question.Tfc : null,
                question.Pod
            );

    public override string ToString() =>
        string.Join(
            " ",
            new[]
            {
                Pod,
                Tfc is null ? null : $"in {Tfc}",
                Hrg is null ? null : $"with HRG {Hrg}",
                Provider is null ? null : $"at {Provider}",
            }.Where(p => p is not null)
        );
}
