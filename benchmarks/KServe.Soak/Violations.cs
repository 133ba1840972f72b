namespace KServe.Soak;

/// <summary>Turns what should not have happened into an exit code.</summary>
internal static class Violations
{
    public static int Print(IReadOnlyList<string> violations)
    {
        foreach (var violation in violations)
        {
            Console.Error.WriteLine($"VIOLATED: {violation}");
        }

        return violations.Count == 0 ? 0 : 1;
    }
}
