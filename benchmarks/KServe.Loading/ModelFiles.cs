using System.Diagnostics;
using System.Globalization;

namespace KServe.Loading;

/// <summary>Makes one model file per format in a folder.</summary>
internal static class ModelFiles
{
    private const string Python = "/usr/bin/python3";

    /// <summary>The formats, in the order in which they are measured.</summary>
    public static string[] Formats { get; } =
        ["xgboost-json", "xgboost-ubj", "xgboost-bst", "lightgbm", "pmml", "joblib", "joblib-zlib"];

    /// <summary>Makes the file of a format.</summary>
    /// <returns>The file and how long the model is unpacked; no file when the libraries are missing.</returns>
    public static (string? Path, long Size) Make(string format, string folder, long size)
    {
        var json = Path.Combine(folder, "model.json");
        switch (format)
        {
            case "xgboost-json":
                new XGBoostWriter().Write(json, size);
                return (json, size);
            case "xgboost-ubj" or "xgboost-bst":
                // The same trees take 1.6 times as much as text.
                new XGBoostWriter().Write(json, size * 8 / 5);
                var path = Path.ChangeExtension(json, format[^3..]);
                var isMade = RunPython("xgboost", json, path);
                File.Delete(json);
                return (isMade ? path : null, size);
            case "lightgbm":
                new LightGbmWriter().Write(path = Path.Combine(folder, "model.txt"), size);
                return (path, size);
            case "pmml":
                new PmmlWriter().Write(path = Path.Combine(folder, "model.pmml"), size);
                return (path, size);
            default:
                return MakeForest(format, folder, size);
        }
    }

    private static (string? Path, long Size) MakeForest(string format, string folder, long size)
    {
        var plain = Path.Combine(folder, "model.joblib");
        if (!File.Exists(plain) && !RunPython("sklearn", plain, size.ToString(CultureInfo.InvariantCulture)))
        {
            return (null, 0);
        }

        return (format == "joblib" ? plain : Path.Combine(folder, "model_zlib.joblib"), new FileInfo(plain).Length);
    }

    private static bool RunPython(params string[] arguments)
    {
        if (!File.Exists(Python))
        {
            return false;
        }

        var script = Path.Combine(AppContext.BaseDirectory, "models.py");
        var start = new ProcessStartInfo(Python, [script, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
