using KServe.Storage.Archives;

namespace KServe.Storage.Tests.Archives;

/// <summary>Unpacks bytes into a folder inside a folder, so that what climbs out can be seen.</summary>
public abstract class ExtractionTest : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("kserve-extract-").FullName;
    private int _runs;

    private protected StorageHost Host { get; private set; } = new();

    private protected string Target { get; private set; } = string.Empty;

    public void Dispose()
    {
        Host.Dispose();
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected void Configure(Action<StorageOptions> configure)
    {
        Host.Dispose();
        Host = new StorageHost(configure);
    }

    private protected ExtractionTotals Extract(ArchiveKind kind, byte[] archive)
    {
        string run = Path.Combine(_root, $"run{_runs++}");
        Target = Path.Combine(run, "inside");
        Directory.CreateDirectory(Target);
        string path = Path.Combine(run, "archive");
        File.WriteAllBytes(path, archive);
        try
        {
            return Host.Extractor.Extract(kind, path, Target, TestContext.Current.CancellationToken);
        }
        finally
        {
            string[] beside = Directory.GetFileSystemEntries(run);
            Assert.Equal(2, beside.Length);
        }
    }

    private protected void RemoveRuns()
    {
        foreach (string run in Directory.GetDirectories(_root))
        {
            Directory.Delete(run, recursive: true);
        }
    }

    private protected InferenceException Refuse(ArchiveKind kind, byte[] archive)
    {
        InferenceException error = Assert.Throws<InferenceException>(() => Extract(kind, archive));
        Assert.DoesNotContain(_root, error.Message, StringComparison.Ordinal);
        return error;
    }

    private protected byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Target, name));
}
