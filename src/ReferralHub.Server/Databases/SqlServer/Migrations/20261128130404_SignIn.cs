using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class SignIn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "client",
                table: "rule_pack_act",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AlterColumn<string>(
                name: "xml",
                table: "protection_key",
                type: "nvarchar(max)",
                maxLength: 16000,
                nullable: false,
                collation: "Latin1_General_100_BIN2",
                oldClrType: typeof(string),
                oldType: "nvarchar(4000)",
                oldMaxLength: 4000,
                oldCollation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<DateOnly>(
                name: "closed",
                table: "practice",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "after",
                table: "dispatch_notice",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "basis_version",
                table: "dispatch",
                type: "int",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "access_event",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    role = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    caller = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    post = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    organisation = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    session = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    act = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    route = table.Column<string>(type: "nvarchar(160)", maxLength: 160, nullable: false, collation: "Latin1_General_100_BIN2"),
                    fingerprint = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    outcome = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<int>(type: "int", nullable: true),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    subjects = table.Column<int>(type: "int", nullable: false),
                    continues = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    emergency = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    position = table.Column<long>(type: "bigint", nullable: true),
                    hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_event", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_subject",
                columns: table => new
                {
                    @event = table.Column<Guid>(name: "event", type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    patient_key = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_subject", x => new { x.@event, x.number });
                });

            migrationBuilder.CreateTable(
                name: "access_token",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    client = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    scopes = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    issued = table.Column<DateTime>(type: "datetime2", nullable: false),
                    expires = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_token", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "attachment_scan",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    signature = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    scanner = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    found = table.Column<DateTime>(type: "datetime2", nullable: false),
                    scanned_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    tries = table.Column<int>(type: "int", nullable: false),
                    next_try = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attachment_scan", x => new { x.referral, x.sha256 });
                });

            migrationBuilder.CreateTable(
                name: "client",
                columns: table => new
                {
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    organisations = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    keys = table.Column<string>(type: "nvarchar(max)", maxLength: 65536, nullable: true, collation: "Latin1_General_100_BIN2"),
                    keys_url = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    algorithms = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    scopes = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    standing = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    in_file = table.Column<bool>(type: "bit", nullable: false),
                    changed = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_client", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "client_assertion",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    client = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    jti = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    expires = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_client_assertion", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "commissioned_practice",
                columns: table => new
                {
                    body = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    practice = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commissioned_practice", x => new { x.body, x.practice, x.from });
                });

            migrationBuilder.CreateTable(
                name: "emergency_access",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    until = table.Column<DateTime>(type: "datetime2", nullable: false),
                    person = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    role = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    organisation = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    patient_key = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_emergency_access", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "invitation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    secret = table.Column<string>(type: "nvarchar(43)", maxLength: 43, nullable: false, collation: "Latin1_General_100_BIN2"),
                    person = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    made_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    made = table.Column<DateTime>(type: "datetime2", nullable: false),
                    until = table.Column<DateTime>(type: "datetime2", nullable: false),
                    used = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "local_credential",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    person = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    hash = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    key = table.Column<string>(type: "nvarchar(43)", maxLength: 43, nullable: true, collation: "Latin1_General_100_BIN2"),
                    credential_id = table.Column<string>(type: "nvarchar(1364)", maxLength: 1364, nullable: true, collation: "Latin1_General_100_BIN2"),
                    public_key = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    is_backup_eligible = table.Column<bool>(type: "bit", nullable: false),
                    is_backed_up = table.Column<bool>(type: "bit", nullable: false),
                    made = table.Column<DateTime>(type: "datetime2", nullable: false),
                    used = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_local_credential", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "person",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    issuer = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    display_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    signing_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name_key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    post = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    disabled = table.Column<bool>(type: "bit", nullable: false),
                    made = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "role_grant",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    person = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    role = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    organisation = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    specialties = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    from = table.Column<DateTime>(type: "datetime2", nullable: false),
                    until = table.Column<DateTime>(type: "datetime2", nullable: true),
                    granted_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    ended_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    source = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_grant", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_try",
                columns: table => new
                {
                    id = table.Column<string>(type: "nvarchar(43)", maxLength: 43, nullable: false, collation: "Latin1_General_100_BIN2"),
                    wrong = table.Column<int>(type: "int", nullable: false),
                    last = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_in_try", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "staff_session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    secret = table.Column<string>(type: "nvarchar(43)", maxLength: 43, nullable: false, collation: "Latin1_General_100_BIN2"),
                    person = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    grant = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    began = table.Column<DateTime>(type: "datetime2", nullable: false),
                    seen = table.Column<DateTime>(type: "datetime2", nullable: false),
                    stepped_up = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ended = table.Column<DateTime>(type: "datetime2", nullable: true),
                    why = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: true, collation: "Latin1_General_100_BIN2"),
                    issuer = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    sid = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_session", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "used_logout_token",
                columns: table => new
                {
                    id = table.Column<string>(type: "nvarchar(43)", maxLength: 43, nullable: false, collation: "Latin1_General_100_BIN2"),
                    until = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_used_logout_token", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_notice_dispatch_notice_document_version_after",
                table: "dispatch_notice",
                columns: new[] { "dispatch", "notice", "document_version", "after" },
                unique: true,
                filter: "[after] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_provider",
                table: "dispatch",
                column: "provider");

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_referral_basis_version",
                table: "dispatch",
                columns: new[] { "referral", "basis_version" },
                unique: true,
                filter: "[basis_version] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_access_event_emergency",
                table: "access_event",
                column: "emergency");

            migrationBuilder.CreateIndex(
                name: "ix_access_event_name_at",
                table: "access_event",
                columns: new[] { "name", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_access_event_position",
                table: "access_event",
                column: "position",
                unique: true,
                filter: "[position] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_access_subject_patient_key_at",
                table: "access_subject",
                columns: new[] { "patient_key", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_access_subject_referral_at",
                table: "access_subject",
                columns: new[] { "referral", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_access_token_expires",
                table: "access_token",
                column: "expires");

            migrationBuilder.CreateIndex(
                name: "ix_access_token_hash",
                table: "access_token",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_attachment_scan_next_try",
                table: "attachment_scan",
                column: "next_try");

            migrationBuilder.CreateIndex(
                name: "ix_attachment_scan_sha256",
                table: "attachment_scan",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "ix_client_assertion_client_jti",
                table: "client_assertion",
                columns: new[] { "client", "jti" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_client_assertion_expires",
                table: "client_assertion",
                column: "expires");

            migrationBuilder.CreateIndex(
                name: "ix_emergency_access_person_until",
                table: "emergency_access",
                columns: new[] { "person", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_invitation_secret",
                table: "invitation",
                column: "secret",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_local_credential_key",
                table: "local_credential",
                column: "key");

            migrationBuilder.CreateIndex(
                name: "ix_local_credential_person",
                table: "local_credential",
                column: "person");

            migrationBuilder.CreateIndex(
                name: "ix_person_issuer_subject",
                table: "person",
                columns: new[] { "issuer", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_person_name_key",
                table: "person",
                column: "name_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_role_grant_person",
                table: "role_grant",
                column: "person");

            migrationBuilder.CreateIndex(
                name: "ix_sign_in_try_last",
                table: "sign_in_try",
                column: "last");

            migrationBuilder.CreateIndex(
                name: "ix_staff_session_began",
                table: "staff_session",
                column: "began");

            migrationBuilder.CreateIndex(
                name: "ix_staff_session_person",
                table: "staff_session",
                column: "person");

            migrationBuilder.CreateIndex(
                name: "ix_staff_session_secret",
                table: "staff_session",
                column: "secret",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_used_logout_token_until",
                table: "used_logout_token",
                column: "until");

            EarlierAccessRecords.Move(migrationBuilder);

            migrationBuilder.DropTable(
                name: "access_record");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_event");

            migrationBuilder.DropTable(
                name: "access_subject");

            migrationBuilder.DropTable(
                name: "access_token");

            migrationBuilder.DropTable(
                name: "attachment_scan");

            migrationBuilder.DropTable(
                name: "client");

            migrationBuilder.DropTable(
                name: "client_assertion");

            migrationBuilder.DropTable(
                name: "commissioned_practice");

            migrationBuilder.DropTable(
                name: "emergency_access");

            migrationBuilder.DropTable(
                name: "invitation");

            migrationBuilder.DropTable(
                name: "local_credential");

            migrationBuilder.DropTable(
                name: "person");

            migrationBuilder.DropTable(
                name: "role_grant");

            migrationBuilder.DropTable(
                name: "sign_in_try");

            migrationBuilder.DropTable(
                name: "staff_session");

            migrationBuilder.DropTable(
                name: "used_logout_token");

            migrationBuilder.DropIndex(
                name: "ix_dispatch_notice_dispatch_notice_document_version_after",
                table: "dispatch_notice");

            migrationBuilder.DropIndex(
                name: "ix_dispatch_provider",
                table: "dispatch");

            migrationBuilder.DropIndex(
                name: "ix_dispatch_referral_basis_version",
                table: "dispatch");

            migrationBuilder.DropColumn(
                name: "client",
                table: "rule_pack_act");

            migrationBuilder.DropColumn(
                name: "closed",
                table: "practice");

            migrationBuilder.DropColumn(
                name: "after",
                table: "dispatch_notice");

            migrationBuilder.DropColumn(
                name: "basis_version",
                table: "dispatch");

            migrationBuilder.AlterColumn<string>(
                name: "xml",
                table: "protection_key",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: false,
                collation: "Latin1_General_100_BIN2",
                oldClrType: typeof(string),
                oldType: "nvarchar(max)",
                oldMaxLength: 16000,
                oldCollation: "Latin1_General_100_BIN2");

            migrationBuilder.CreateTable(
                name: "access_record",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    organisation = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    role = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    what = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_record", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_access_record_referral_at",
                table: "access_record",
                columns: new[] { "referral", "at" });
        }
    }
}
