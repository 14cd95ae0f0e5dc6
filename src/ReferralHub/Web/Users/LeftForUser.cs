using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace ReferralHub.Web.Users;

/// <summary>
/// What one page leaves for the next, for the person who was at the browser then and about one thing only. Whoever comes to
/// this browser next, or to another referral, does not get it.
/// </summary>
public static class LeftForUser
{
    const char Between = '\u001f';

    /// <param name="about">What it is about, e.g. the reference of a referral.</param>
    public static void LeaveFor(this ITempDataDictionary temp, HubUser user, string key, string about, string? text)
    {
        if (string.IsNullOrEmpty(text))
            temp.Remove(key);
        else
            temp[key] = string.Join(Between, NameOwner(user), about, text);
    }

    /// <summary>What was left; null when nothing was, or when it was left for somebody else or about something else.</summary>
    public static string? TakeFor(this ITempDataDictionary temp, HubUser user, string key, string about) =>
        temp[key] is string left
        && left.Split(Between, 3) is [var owner, var subject, var text]
        && owner == NameOwner(user)
        && subject == about
            ? text
            : null;

    static string NameOwner(HubUser user) => $"{user.Kind}|{user.Organisation}|{user.Id}";
}
