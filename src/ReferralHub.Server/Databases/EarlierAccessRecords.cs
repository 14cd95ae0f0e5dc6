using Microsoft.EntityFrameworkCore.Migrations;

namespace ReferralHub.Server.Databases;

/// <summary>
/// Moves what earlier builds kept of who looked at a referral into the audit, where the stamper chains it. To be called after
/// access_event and access_subject were made and before access_record is dropped.
/// </summary>
static class EarlierAccessRecords
{
    /// <summary>The statements are the same on every provider.</summary>
    public static void Move(MigrationBuilder migration)
    {
        migration.Sql(
            """
            INSERT INTO access_event (id, at, role, caller, name, post, organisation, session, act, route, fingerprint, outcome, subjects)
            SELECT a.id, a.at, 'Earlier', '', a.name, a.role, a.organisation, '', a.what, '', '', 'done', 1
            FROM access_record a
            """
        );
        // The key of the patient stands in the journey; where that is gone, the referral alone is kept.
        migration.Sql(
            """
            INSERT INTO access_subject (event, number, referral, patient_key, at)
            SELECT a.id, 1, a.referral, (SELECT j.patient_key FROM journey j WHERE j.id = a.referral), a.at
            FROM access_record a
            """
        );
    }
}
