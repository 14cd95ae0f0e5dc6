using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace ReferralHub.Platform;

/// <summary>Finds settings outside their range: a deadline of minus two days would let every referral pass it.</summary>
public static class SettingsCheck
{
    /// <summary>One sentence for each, with the key as an operator writes it.</summary>
    /// <param name="section">Key of the section that <paramref name="settings"/> stands for.</param>
    public static IEnumerable<string> Faults(object settings, string section)
    {
        foreach (var property in settings.GetType().GetProperties())
        {
            var (key, value) = ($"{section}:{property.Name}", property.GetValue(settings));
            if (property.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(value))
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{key} is {value}; it must be from {range.Minimum} to {range.Maximum}."
                );
            if (value?.GetType() is { IsClass: true } type && type.Namespace == typeof(HubSettings).Namespace)
                foreach (var fault in Faults(value, key))
                    yield return fault;
        }
    }
}
