using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ManyProcesses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_referral_family",
                table: "referral");

            migrationBuilder.DropIndex(
                name: "ix_journey_escalations_due",
                table: "journey");

            migrationBuilder.DropIndex(
                name: "ix_journey_stuck_since",
                table: "journey");

            migrationBuilder.DropIndex(
                name: "ix_journey_wake_at",
                table: "journey");

            migrationBuilder.AddColumn<string>(
                name: "family_key",
                table: "referral",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "deaths",
                table: "journey",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "escalate_at",
                table: "journey",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "parked_since",
                table: "journey",
                type: "TEXT",
                nullable: true);

            // Open journeys of before escalate at their deadline, unless it has been told already.
            migrationBuilder.Sql("UPDATE journey SET escalate_at = due WHERE escalations = 0 AND due IS NOT NULL");
            migrationBuilder.Sql("UPDATE referral SET family_key = upper(family)");

            migrationBuilder.CreateTable(
                name: "heartbeat",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    detail = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_heartbeat", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "operator_act",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    referral = table.Column<Guid>(type: "TEXT", nullable: false),
                    act = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    by = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    cause = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_operator_act", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "protection_key",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    xml = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    made = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_protection_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sender_rhythm",
                columns: table => new
                {
                    sender = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    first = table.Column<DateTime>(type: "TEXT", nullable: false),
                    last = table.Column<DateTime>(type: "TEXT", nullable: false),
                    messages = table.Column<int>(type: "INTEGER", nullable: false),
                    longest_pause_minutes = table.Column<double>(type: "REAL", nullable: false),
                    silent_since = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sender_rhythm", x => x.sender);
                });

            migrationBuilder.InsertData(
                table: "lease",
                columns: new[] { "name", "expires", "holder", "token" },
                values: new object[] { "reference-data", new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), "", 0L });

            migrationBuilder.CreateIndex(
                name: "ix_referral_family_key",
                table: "referral",
                column: "family_key");

            migrationBuilder.CreateIndex(
                name: "ix_journey_escalate_at",
                table: "journey",
                column: "escalate_at",
                filter: "escalate_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_journey_parked_since",
                table: "journey",
                column: "parked_since",
                filter: "parked_since IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_journey_stuck_since",
                table: "journey",
                column: "stuck_since",
                filter: "stuck_since IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_journey_wake_at",
                table: "journey",
                column: "wake_at",
                filter: "wake_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_operator_act_at",
                table: "operator_act",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_operator_act_referral",
                table: "operator_act",
                column: "referral");

            migrationBuilder.CreateIndex(
                name: "ix_sender_rhythm_last",
                table: "sender_rhythm",
                column: "last");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "heartbeat");

            migrationBuilder.DropTable(
                name: "operator_act");

            migrationBuilder.DropTable(
                name: "protection_key");

            migrationBuilder.DropTable(
                name: "sender_rhythm");

            migrationBuilder.DropIndex(
                name: "ix_referral_family_key",
                table: "referral");

            migrationBuilder.DropIndex(
                name: "ix_journey_escalate_at",
                table: "journey");

            migrationBuilder.DropIndex(
                name: "ix_journey_parked_since",
                table: "journey");

            migrationBuilder.DropIndex(
                name: "ix_journey_stuck_since",
                table: "journey");

            migrationBuilder.DropIndex(
                name: "ix_journey_wake_at",
                table: "journey");

            migrationBuilder.DeleteData(
                table: "lease",
                keyColumn: "name",
                keyValue: "reference-data");

            migrationBuilder.DropColumn(
                name: "family_key",
                table: "referral");

            migrationBuilder.DropColumn(
                name: "deaths",
                table: "journey");

            migrationBuilder.DropColumn(
                name: "escalate_at",
                table: "journey");

            migrationBuilder.DropColumn(
                name: "parked_since",
                table: "journey");

            migrationBuilder.CreateIndex(
                name: "ix_referral_family",
                table: "referral",
                column: "family");

            migrationBuilder.CreateIndex(
                name: "ix_journey_escalations_due",
                table: "journey",
                columns: new[] { "escalations", "due" });

            migrationBuilder.CreateIndex(
                name: "ix_journey_stuck_since",
                table: "journey",
                column: "stuck_since");

            migrationBuilder.CreateIndex(
                name: "ix_journey_wake_at",
                table: "journey",
                column: "wake_at");
        }
    }
}
