using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Keeps resources in a folder, so that they outlive the process.</summary>
/// <remarks>
/// Safe for concurrent use. A file is written beside its place and then renamed, so that each holds one whole resource
/// or is not there. Names of files come from kinds, namespaces and names that were checked; long names become hashes.
/// </remarks>
internal sealed class StateFolder
{
    /// <summary>The folder of what came over the API.</summary>
    public const string Applied = "applied";

    /// <summary>The folder of services as they were last rolled out.</summary>
    public const string RolledOut = "rolled-out";

    private const int MaxNameLength = 120;
    private const string Temporary = ".new";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly string? _root;
    private readonly long _limit;
    private readonly int _maxFiles;
    private long _bytes;

    public StateFolder(IOptions<ControlPlaneOptions> options)
    {
        _root = options.Value.StateFolder is { } folder ? Path.GetFullPath(folder) : null;
        _limit = options.Value.MaxStateBytes;
        _maxFiles = options.Value.MaxResources;
    }

    public bool IsEnabled => _root is not null;

    /// <summary>Reads a folder's files: names for errors, and texts.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<(string Name, string Text)> ReadAll(string folder)
    {
        if (_root is null)
        {
            return [];
        }

        var path = Path.Combine(_root, folder);
        CreateFolder(path);
        List<(string, string)> texts = [];
        lock (_lock)
        {
            foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
            {
                if (file.EndsWith(Temporary, StringComparison.Ordinal))
                {
                    // What a crash left of a file that never took its place.
                    File.Delete(file);
                }
                else if (texts.Count < _maxFiles && new FileInfo(file).Length <= YamlLimits.MaxBytes)
                {
                    texts.Add((Path.GetFileName(file), File.ReadAllText(file)));
                    Count(file, new FileInfo(file).Length);
                }
            }
        }

        return texts;
    }

    /// <summary>Writes resources; when one cannot be written, none takes its place.</summary>
    /// <returns>Why not; <see langword="null"/> when all are written.</returns>
    public string? Save(string folder, IEnumerable<Resource> resources)
    {
        if (_root is null)
        {
            return null;
        }

        List<(string Temporary, string Path, long Length)> written = [];
        lock (_lock)
        {
            try
            {
                CreateFolder(Path.Combine(_root, folder));
                var bytes = _bytes;
                foreach (var resource in resources)
                {
                    var path = PathOf(folder, resource.Key);
                    var content = Utf8.GetBytes(NodeYaml.Write(Named(resource)));
                    bytes += content.Length - _sizes.GetValueOrDefault(path);
                    if (bytes > _limit)
                    {
                        Discard(written);
                        return $"the state folder would hold more than {_limit} bytes";
                    }

                    written.Add((path + Temporary, path, content.Length));
                    Write(path + Temporary, content);
                }

                foreach (var (temporary, path, length) in written)
                {
                    File.Move(temporary, path, overwrite: true);
                    Count(path, length);
                }

                return null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Discard(written);
                return "the state folder cannot be written";
            }
        }
    }

    /// <summary>Removes a resource's file, if there is one.</summary>
    /// <returns>Why not; <see langword="null"/> when there is none any more.</returns>
    public string? Delete(string folder, ResourceKey key)
    {
        if (_root is null)
        {
            return null;
        }

        lock (_lock)
        {
            var path = PathOf(folder, key);
            try
            {
                File.Delete(path);
            }
            catch (DirectoryNotFoundException)
            {
                return null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return "the state folder cannot be written";
            }

            _bytes -= _sizes.GetValueOrDefault(path);
            _sizes.Remove(path);
            return null;
        }
    }

    private static void CreateFolder(string path)
    {
        // Resources may hold secrets in their variables.
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void Write(string path, byte[] content)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    private static void Discard(List<(string Temporary, string Path, long Length)> written)
    {
        foreach (var (temporary, _, _) in written)
        {
            try
            {
                File.Delete(temporary);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The next start removes it.
            }
        }
    }

    // The namespace may have come from the path of a request.
    private static MappingNode Named(Resource resource)
    {
        var metadata = (MappingNode)resource.Fields["metadata"].Node!;
        return resource.Key.Namespace.Length == 0
            ? resource.Root
            : resource.Root.With("metadata", metadata.With("namespace", ScalarNode.Of(resource.Key.Namespace)));
    }

    // Of what is in names, the file system knows no other meaning; '_' is in none of them.
    private string PathOf(string folder, ResourceKey key)
    {
        var name = $"{key.Kind}_{key.Namespace}_{key.Name}";
        if (name.Length > MaxNameLength)
        {
            name = $"{key.Kind}__{Convert.ToHexStringLower(SHA256.HashData(Utf8.GetBytes(name)))}";
        }

        return Path.Combine(_root!, folder, name + ".yaml");
    }

    private void Count(string path, long length)
    {
        _bytes += length - _sizes.GetValueOrDefault(path);
        _sizes[path] = length;
    }
}
