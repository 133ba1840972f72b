using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Reads the paths and hands on what has changed since the last time.</summary>
/// <remarks>Not safe for concurrent use: one reads after the other.</remarks>
internal sealed class WatchedPaths(
    IOptions<ControlPlaneOptions> options,
    ResourceReader reader,
    ResourceStore store,
    ResourceController controller,
    ILogger<WatchedPaths> logger)
{
    private const string Owner = "files";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, FileState> _files = new(StringComparer.Ordinal);
    private HashSet<ResourceKey> _keys = [];
    private string _conflicts = "";

    /// <summary>Gets what is wrong with the files as they were last read.</summary>
    public IReadOnlyList<ResourceError> Errors { get; private set; } = [];

    /// <summary>Reads all files that have changed, and takes their resources in and out.</summary>
    public void Scan()
    {
        var present = ResourceFiles.List(options.Value.Paths);
        foreach (var gone in _files.Keys.Except(present, StringComparer.Ordinal).ToArray())
        {
            _files.Remove(gone);
        }

        foreach (var file in present)
        {
            Read(file);
        }

        Dictionary<ResourceKey, Resource> wanted = [];
        List<ResourceError> conflicts = [];
        foreach (var file in present)
        {
            Collect(file, wanted, conflicts);
        }

        ReportConflicts(conflicts);
        Errors = [.. _files.Values.SelectMany(static file => file.Errors), .. conflicts];
        controller.FileErrors = Errors;
        controller.Remove(_keys.Except(wanted.Keys));
        _keys = [.. wanted.Keys];
        controller.Put(wanted.Values, Owner);
    }

    private void Read(string file)
    {
        var old = _files.GetValueOrDefault(file);
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > YamlLimits.MaxBytes)
            {
                Break(file, old, [], $"the file is larger than {YamlLimits.MaxBytes >> 20} MiB");
                return;
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var hash = SHA256.HashData(bytes);
            if (old is null || !hash.AsSpan().SequenceEqual(old.Hash))
            {
                Parse(file, old, bytes, hash);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A file that is being replaced is read when that is over; what it held goes on until then.
            Break(file, old, old?.Hash ?? [], "the file cannot be read");
        }
    }

    private void Parse(string file, FileState? old, byte[] bytes, byte[] hash)
    {
        string text;
        try
        {
            text = Utf8.GetString(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes);
        }
        catch (DecoderFallbackException)
        {
            Break(file, old, hash, "the file is not UTF-8");
            return;
        }

        var name = Path.GetFileName(file);
        var set = reader.Read(name, text);
        controller.LogSkipped(set, name);
        if (set.Errors.Count > 0)
        {
            Break(file, old, hash, set.Errors);
        }
        else
        {
            _files[file] = new FileState(hash, set.Resources, []);
        }
    }

    private void Break(string file, FileState? old, byte[] hash, string message) =>
        Break(file, old, hash, [new ResourceError(Path.GetFileName(file), 0, 0, "", message)]);

    private void Break(string file, FileState? old, byte[] hash, IReadOnlyList<ResourceError> errors)
    {
        if (old is null || !old.Errors.SequenceEqual(errors))
        {
            foreach (var error in errors)
            {
                ControlPlaneLog.BrokenFile(logger, error);
            }
        }

        _files[file] = new FileState(hash, old?.Resources ?? [], errors);
    }

    // Of two files with the same resource the first by name has it; of the API and a file, whoever came first.
    private void Collect(string file, Dictionary<ResourceKey, Resource> wanted, List<ResourceError> conflicts)
    {
        foreach (var resource in _files[file].Resources)
        {
            var taken = store.Check([resource], Owner);
            if (taken.Count > 0)
            {
                conflicts.AddRange(taken);
            }
            else if (!wanted.TryAdd(resource.Key, resource))
            {
                var name = resource.Fields["metadata"]["name"];
                conflicts.Add(new ResourceError(
                    resource.File,
                    name.Position.Line,
                    name.Position.Column,
                    name.Path,
                    $"{resource.Key} stands in {wanted[resource.Key].File} already"));
            }
        }
    }

    private void ReportConflicts(List<ResourceError> conflicts)
    {
        var all = string.Join('\n', conflicts);
        if (all != _conflicts)
        {
            _conflicts = all;
            foreach (var conflict in conflicts)
            {
                ControlPlaneLog.BrokenFile(logger, conflict);
            }
        }
    }
}
