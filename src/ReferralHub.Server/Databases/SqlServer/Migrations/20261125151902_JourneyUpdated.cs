using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class JourneyUpdated : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "updated",
                table: "journey",
                type: "datetime2",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            // Journeys that were there before were last changed when their newest event was written.
            migrationBuilder.Sql("UPDATE journey SET updated = COALESCE((SELECT MAX(e.at) FROM journey_event e WHERE e.referral = journey.id), stage_entered);");

            migrationBuilder.CreateIndex(
                name: "ix_journey_updated_id",
                table: "journey",
                columns: new[] { "updated", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_journey_updated_id",
                table: "journey");

            migrationBuilder.DropColumn(
                name: "updated",
                table: "journey");
        }
    }
}
