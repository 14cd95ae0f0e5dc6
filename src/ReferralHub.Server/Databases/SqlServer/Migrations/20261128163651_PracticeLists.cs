using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class PracticeLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_journey_practice_received",
                table: "journey");

            migrationBuilder.CreateIndex(
                name: "ix_journey_practice_id",
                table: "journey",
                columns: new[] { "practice", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_journey_practice_received_id",
                table: "journey",
                columns: new[] { "practice", "received", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_journey_practice_updated_id",
                table: "journey",
                columns: new[] { "practice", "updated", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_journey_practice_id",
                table: "journey");

            migrationBuilder.DropIndex(
                name: "ix_journey_practice_received_id",
                table: "journey");

            migrationBuilder.DropIndex(
                name: "ix_journey_practice_updated_id",
                table: "journey");

            migrationBuilder.CreateIndex(
                name: "ix_journey_practice_received",
                table: "journey",
                columns: new[] { "practice", "received" });
        }
    }
}
