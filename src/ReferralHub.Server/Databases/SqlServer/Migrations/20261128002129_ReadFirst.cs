using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ReadFirst : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_journey_stage_due_id",
                table: "journey");

            migrationBuilder.AddColumn<string>(
                name: "read_first",
                table: "journey",
                type: "nvarchar(24)",
                maxLength: 24,
                nullable: false,
                defaultValue: "No",
                collation: "Latin1_General_100_BIN2");

            // What a rule wanted read first, and nobody has decided since, keeps its place in front.
            migrationBuilder.Sql(
                "UPDATE journey SET read_first = 'Attention' WHERE stage = 'InReview' AND EXISTS (SELECT 1 FROM triage_run t "
                    + "WHERE t.referral = journey.id AND t.at = journey.stage_entered AND CHARINDEX('\"isFirst\":true', CAST(t.fired AS varchar(max))) > 0)"
            );

            migrationBuilder.CreateIndex(
                name: "ix_journey_stage_read_first_due_id",
                table: "journey",
                columns: new[] { "stage", "read_first", "due", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_journey_stage_read_first_due_id",
                table: "journey");

            migrationBuilder.DropColumn(
                name: "read_first",
                table: "journey");

            migrationBuilder.CreateIndex(
                name: "ix_journey_stage_due_id",
                table: "journey",
                columns: new[] { "stage", "due", "id" });
        }
    }
}
