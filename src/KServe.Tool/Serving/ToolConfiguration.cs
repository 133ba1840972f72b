using System.Collections;

namespace KServe.Tool.Serving;

/// <summary>Reads the settings that come from environment variables, like <c>KServe__Http__HttpPort</c>.</summary>
/// <remarks>
/// Beside them <c>PREDICT_PROBA</c>, which manifests for KServe's sklearn server set. Nothing else of the environment
/// counts: base images of ASP.NET Core set ports, and an <c>appsettings.json</c> in the
/// current folder belongs to another application.
/// </remarks>
internal static class ToolConfiguration
{
    private const string Prefix = "KServe__";
    private const string PredictProba = "PREDICT_PROBA";

    /// <summary>Gets whether environment variables name models.</summary>
    public static bool NamesModels => Read().Any(static pair =>
        pair.Key.StartsWith("KServe:Models:", StringComparison.OrdinalIgnoreCase)
        || pair.Key.Equals("KServe:ModelRepository", StringComparison.OrdinalIgnoreCase));

    public static IEnumerable<KeyValuePair<string, string?>> Read()
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || name == PredictProba)
            {
                yield return new(name.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value);
            }
        }
    }
}
