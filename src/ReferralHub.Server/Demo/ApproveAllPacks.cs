using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Triage;
using ReferralHub.Triage.Approval;

namespace ReferralHub.Server.Demo;

/// <summary>
/// Puts every pack of a hub on made-up data in force, by the same act by which a centre does: one proposes, another approves. On real
/// referrals each pack is read by two people first.
/// </summary>
static class ApproveAllPacks
{
    public static async Task RunAsync(
        IServiceProvider services,
        (string Name, string Role) proposer,
        (string Name, string Role) approver,
        CancellationToken cancellationToken
    )
    {
        var packs = services.GetRequiredService<RulePacks>();
        var record = services.GetRequiredService<RecordPackAct>();
        var now = services.GetRequiredService<TimeProvider>().UtcNow();
        await packs.RefreshAsync(cancellationToken, isForced: true);
        var waiting = packs.All.Where(p => !p.IsFromStore && p.Approval is null && !p.RaisesAttentionOnly).ToList();
        if (waiting.Count == 0)
            return;
        await services
            .GetRequiredService<HubDatabase>()
            .WriteAsync(
                async (db, token) =>
                {
                    foreach (var pack in waiting)
                        await record.RecordAsync(db, PackActKind.Proposed, pack, proposer.Name, proposer.Role, now, token);
                },
                cancellationToken
            );
        await services
            .GetRequiredService<HubDatabase>()
            .WriteAsync(
                async (db, token) =>
                {
                    foreach (var pack in waiting)
                        await record.RecordAsync(db, PackActKind.Approved, pack, approver.Name, approver.Role, now, token);
                },
                cancellationToken
            );
        await packs.RefreshAsync(cancellationToken, isForced: true);
    }
}
