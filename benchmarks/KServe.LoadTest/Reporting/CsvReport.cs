using System.Globalization;
using System.Text;
using KServe.LoadTest.Running;

namespace KServe.LoadTest.Reporting;

/// <summary>Writes every round as a line of CSV, so that others can compute with them.</summary>
internal static class CsvReport
{
    private const string Heads =
        "scenario,server,round,requests_per_second,p50_us,p99_us,p999_us,server_cpu_us_per_request,"
        + "allocated_bytes_per_request,rss_bytes,gc0,gc1,gc2,server_core_share,client_core_share,foreign_core_share";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Writes the lines.</summary>
    public static string Write(Report report)
    {
        var text = new StringBuilder(Heads).Append('\n');
        foreach (var server in report.Results.SelectMany(static result => result.Servers))
        {
            for (var i = 0; i < server.Rounds.Count; i++)
            {
                Append(text, server, i);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ServerResult server, int index)
    {
        var round = server.Rounds[index];
        text.Append(Invariant, $"{server.Scenario},{server.Server},{index + 1},{round.Rate:F1},")
            .Append(Invariant, $"{round.P50:F1},{round.P99:F1},{round.P999:F1},")
            .Append(Invariant, $"{round.CpuMicroseconds:F2},{round.AllocatedBytes:F0},{round.ResidentBytes},")
            .AppendJoin(',', round.Collections?.Select(static count => $"{count}") ?? ["", "", ""])
            .Append(Invariant, $",{round.ServerShare:F3},{round.ClientShare:F3},{round.ForeignShare:F3}\n");
    }
}
