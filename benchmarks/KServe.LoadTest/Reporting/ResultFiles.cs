using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KServe.LoadTest.Reporting;

/// <summary>Writes a report to a folder: CSV, JSON and the chart.</summary>
internal static class ResultFiles
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes all files; the folder is made when it is missing.</summary>
    public static async Task WriteAsync(Report report, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var goals = report.Outcomes.Select(static outcome => new
        {
            outcome.Goal.Scenario,
            outcome.Goal.Text,
            outcome.Wanted,
            outcome.Value,
            outcome.Verdict,
        });
        var json = JsonSerializer.Serialize(new { report.Machine, report.Servers, report.Results, goals }, JsonOptions);
        await File.WriteAllTextAsync(Path.Combine(folder, "results.json"), json + "\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "results.csv"), CsvReport.Write(report), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "chart.svg"), ChartReport.Write(report), cancellationToken);
    }
}
