using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KServe.Generative.Reporting;

/// <summary>Writes figures to a folder: medians and rounds as JSON, and every round as a line of CSV.</summary>
internal static class ResultFiles
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes both files; the folder is made when it is missing.</summary>
    public static void Write(string folder, IReadOnlyList<string> machine, IReadOnlyList<Figure> figures)
    {
        Directory.CreateDirectory(folder);
        var rows = figures.Select(static figure => new
        {
            figure.Format,
            figure.Name,
            figure.Unit,
            figure.Value,
            figure.Against,
            figure.Ratio,
            figure.Goal,
            figure.Most,
            figure.IsMet,
            Rounds = figure.Rounds.Values,
            Peer = figure.Peer?.Values,
            PeerRatio = figure.Peer is { } peer ? figure.Rounds.RatioTo(peer) : null as double?,
        });
        var json = JsonSerializer.Serialize(new { machine, figures = rows }, JsonOptions);
        File.WriteAllText(Path.Combine(folder, "results.json"), json + "\n");
        File.WriteAllText(Path.Combine(folder, "results.csv"), WriteLines(figures));
    }

    private static string WriteLines(IReadOnlyList<Figure> figures)
    {
        var text = new StringBuilder("format,name,unit,round,value,peer\n");
        foreach (var figure in figures)
        {
            for (var i = 0; i < figure.Rounds.Values.Count; i++)
            {
                var peer = figure.Peer?.Values.ElementAtOrDefault(i);
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{figure.Format},{figure.Name},{figure.Unit},{i + 1},{figure.Rounds.Values[i]:F3},{peer:F3}\n");
            }
        }

        return text.ToString();
    }
}
