using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ReviewDesk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_journey_stage_due",
                table: "journey");

            migrationBuilder.AlterColumn<string>(
                name: "reviewer",
                table: "review_decision",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "nvarchar(400)",
                oldMaxLength: 400);

            migrationBuilder.AddColumn<string>(
                name: "second_reader",
                table: "review_decision",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "access_record",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    role = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    organisation = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    what = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_record", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pending_decision",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    stage_entered = table.Column<DateTime>(type: "datetime2", nullable: false),
                    outcome = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false),
                    reviewer = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    reviewer_role = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    reason_code = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    text = table.Column<string>(type: "nvarchar(max)", maxLength: 8000, nullable: true),
                    specialty = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    priority = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    second_reader = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    effect = table.Column<DateTime>(type: "datetime2", nullable: true),
                    due = table.Column<DateTime>(type: "datetime2", nullable: false),
                    escalate_at = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pending_decision", x => x.referral);
                });

            migrationBuilder.CreateTable(
                name: "practice_message",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false),
                    practice = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    author = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    text = table.Column<string>(type: "nvarchar(max)", maxLength: 8000, nullable: false),
                    attachment_title = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    attachment_type = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    attachment = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_practice_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "review_act",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false),
                    by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    other = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    text = table.Column<string>(type: "nvarchar(max)", maxLength: 8000, nullable: true),
                    until = table.Column<DateTime>(type: "datetime2", nullable: true),
                    session = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    seconds = table.Column<int>(type: "int", nullable: true),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_act", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "review_draft",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reviewer = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    fields = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    saved = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_draft", x => new { x.referral, x.reviewer });
                });

            migrationBuilder.CreateTable(
                name: "review_session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reviewer = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    started = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ended = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_session", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reviewer_interest",
                columns: table => new
                {
                    reviewer = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    provider = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    nature = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reviewer_interest", x => new { x.reviewer, x.provider, x.from });
                });

            migrationBuilder.CreateIndex(
                name: "ix_review_decision_reviewer_at",
                table: "review_decision",
                columns: new[] { "reviewer", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_review_claim_until",
                table: "review_claim",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "ix_journey_stage_due_id",
                table: "journey",
                columns: new[] { "stage", "due", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_access_record_referral_at",
                table: "access_record",
                columns: new[] { "referral", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_pending_decision_reviewer_at",
                table: "pending_decision",
                columns: new[] { "reviewer", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_practice_message_referral_at",
                table: "practice_message",
                columns: new[] { "referral", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_review_act_by_at",
                table: "review_act",
                columns: new[] { "by", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_review_act_referral",
                table: "review_act",
                column: "referral");

            migrationBuilder.CreateIndex(
                name: "ix_review_act_session",
                table: "review_act",
                column: "session",
                filter: "session IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_review_session_reviewer_started",
                table: "review_session",
                columns: new[] { "reviewer", "started" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_record");

            migrationBuilder.DropTable(
                name: "pending_decision");

            migrationBuilder.DropTable(
                name: "practice_message");

            migrationBuilder.DropTable(
                name: "review_act");

            migrationBuilder.DropTable(
                name: "review_draft");

            migrationBuilder.DropTable(
                name: "review_session");

            migrationBuilder.DropTable(
                name: "reviewer_interest");

            migrationBuilder.DropIndex(
                name: "ix_review_decision_reviewer_at",
                table: "review_decision");

            migrationBuilder.DropIndex(
                name: "ix_review_claim_until",
                table: "review_claim");

            migrationBuilder.DropIndex(
                name: "ix_journey_stage_due_id",
                table: "journey");

            migrationBuilder.DropColumn(
                name: "second_reader",
                table: "review_decision");

            migrationBuilder.AlterColumn<string>(
                name: "reviewer",
                table: "review_decision",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "nvarchar(100)",
                oldMaxLength: 100);

            migrationBuilder.CreateIndex(
                name: "ix_journey_stage_due",
                table: "journey",
                columns: new[] { "stage", "due" });
        }
    }
}
