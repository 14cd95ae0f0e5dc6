using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.PostgreSql.Migrations
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
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "xml",
                table: "protection_key",
                type: "character varying(16000)",
                maxLength: 16000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(4000)",
                oldMaxLength: 4000);

            migrationBuilder.AddColumn<DateOnly>(
                name: "closed",
                table: "practice",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "after",
                table: "dispatch_notice",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "basis_version",
                table: "dispatch",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "access_event",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    role = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    caller = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    post = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    organisation = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    session = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    act = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    route = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    outcome = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    subjects = table.Column<int>(type: "integer", nullable: false),
                    continues = table.Column<Guid>(type: "uuid", nullable: true),
                    emergency = table.Column<Guid>(type: "uuid", nullable: true),
                    position = table.Column<long>(type: "bigint", nullable: true),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_event", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_subject",
                columns: table => new
                {
                    @event = table.Column<Guid>(name: "event", type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    referral = table.Column<Guid>(type: "uuid", nullable: true),
                    patient_key = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_subject", x => new { x.@event, x.number });
                });

            migrationBuilder.CreateTable(
                name: "access_token",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    client = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    scopes = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    issued = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_token", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "attachment_scan",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uuid", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    status = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    signature = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    scanner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    found = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    scanned_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    next_try = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attachment_scan", x => new { x.referral, x.sha256 });
                });

            migrationBuilder.CreateTable(
                name: "client",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    organisations = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    keys = table.Column<string>(type: "character varying(65536)", maxLength: 65536, nullable: true),
                    keys_url = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    algorithms = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    scopes = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    standing = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    in_file = table.Column<bool>(type: "boolean", nullable: false),
                    changed = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_client", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "client_assertion",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    jti = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    expires = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_client_assertion", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "commissioned_practice",
                columns: table => new
                {
                    body = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    practice = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    person = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    role = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    organisation = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    referral = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_key = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_emergency_access", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "invitation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: false),
                    person = table.Column<Guid>(type: "uuid", nullable: false),
                    made_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    made = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    used = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "local_credential",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    hash = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    key = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: true),
                    credential_id = table.Column<string>(type: "character varying(1364)", maxLength: 1364, nullable: true),
                    public_key = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    is_backup_eligible = table.Column<bool>(type: "boolean", nullable: false),
                    is_backed_up = table.Column<bool>(type: "boolean", nullable: false),
                    made = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    used = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_local_credential", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "person",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    issuer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    display_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    signing_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    name_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    post = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    disabled = table.Column<bool>(type: "boolean", nullable: false),
                    made = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "role_grant",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    organisation = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    specialties = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    granted_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ended_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_grant", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_try",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: false),
                    wrong = table.Column<int>(type: "integer", nullable: false),
                    last = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_in_try", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "staff_session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: false),
                    person = table.Column<Guid>(type: "uuid", nullable: false),
                    grant = table.Column<Guid>(type: "uuid", nullable: true),
                    began = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    seen = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    stepped_up = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    why = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: true),
                    issuer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    sid = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_session", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "used_logout_token",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: false),
                    until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_used_logout_token", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_notice_dispatch_notice_document_version_after",
                table: "dispatch_notice",
                columns: new[] { "dispatch", "notice", "document_version", "after" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_provider",
                table: "dispatch",
                column: "provider");

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_referral_basis_version",
                table: "dispatch",
                columns: new[] { "referral", "basis_version" },
                unique: true);

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
                unique: true);

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
                type: "character varying(4000)",
                maxLength: 4000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(16000)",
                oldMaxLength: 16000);

            migrationBuilder.CreateTable(
                name: "access_record",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    organisation = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    referral = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    what = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
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
