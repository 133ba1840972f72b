namespace KServe;

/// <summary>Follows symbolic links in every part of a path.</summary>
/// <remarks>Compiled into each package that uses it: not worth a public type.</remarks>
internal static class LinkResolver
{
    private const int MaxLinks = 40;

    /// <summary>Gets the path that a path leads to; parts that do not exist stay as they are.</summary>
    /// <exception cref="InvalidDataException">There are more links than a path may have.</exception>
    public static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        var root = Path.GetPathRoot(full)!;
        var links = 0;
        Stack<string> rest = [];
        PushParts(rest, full[root.Length..]);
        var resolved = root;
        while (rest.TryPop(out var part))
        {
            var next = Path.Combine(resolved, part);
            if (GetLinkTarget(next) is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new InvalidDataException("a path has too many symbolic links");
            }

            // A relative target starts at the folder of the link, whose own links are resolved already.
            var absolute = Path.GetFullPath(target, resolved);
            resolved = Path.GetPathRoot(absolute)!;
            PushParts(rest, absolute[resolved.Length..]);
        }

        return resolved;
    }

    private static string? GetLinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException("a path cannot be read", error);
        }
    }

    private static void PushParts(Stack<string> parts, string path)
    {
        var names = path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (var i = names.Length - 1; i >= 0; i--)
        {
            parts.Push(names[i]);
        }
    }
}
