namespace KServe.Generative.Reporting;

/// <summary>Prints figures as a table.</summary>
internal static class ConsoleTable
{
    public static void Print(IReadOnlyList<Figure> figures)
    {
        var hasPeer = figures.Any(static figure => figure.Peer is not null);
        Console.WriteLine(
            $"{"",-3} {"",-34}{"value",12} {"",-10}{"ratio",9}  {"of",-22}{"goal",9}"
            + (hasPeer ? $"{"llama.cpp",12}{"to it",8}" : ""));
        foreach (var figure in figures)
        {
            Console.WriteLine(
                $"{figure.Format,-3} {figure.Name,-34}{Number(figure.Value),12} {figure.Unit,-10}"
                + $"{Ratio(figure.Ratio),9}  {figure.Against,-22}{Goal(figure),9}{Peer(figure)}");
        }
    }

    private static string Number(double value) => value >= 100 ? $"{value:F0}" : $"{value:F1}";

    private static string Ratio(double? ratio) => ratio switch
    {
        null => "",
        >= 3 => $"{ratio:F1}x",
        _ => $"{ratio:P0}",
    };

    private static string Goal(Figure figure) => figure switch
    {
        { IsMet: null } => "",
        { Goal: { } goal } => (goal >= 3 ? $"{goal:F0}x " : $"{goal:P0} ") + Verdict(figure),
        _ => $"{figure.Most:F0} " + Verdict(figure),
    };

    private static string Verdict(Figure figure) => figure.IsMet == true ? "ok" : "NO";

    private static string Peer(Figure figure) =>
        figure.Peer is { } peer ? $"{Number(peer.Median),12}{figure.Rounds.RatioTo(peer),7:F2}x" : "";
}
