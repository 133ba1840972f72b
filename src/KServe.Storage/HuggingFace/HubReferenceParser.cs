using System.Buffers;

namespace KServe.Storage.HuggingFace;

/// <summary>Reads <c>hf://owner/name[:revision][?allow=patterns&amp;ignore=patterns]</c>; <c>@</c> stands for
/// <c>:</c>, too.</summary>
internal static class HubReferenceParser
{
    private const string Scheme = "hf://";
    private const string DefaultRevision = "main";
    private const string Expected = "expected hf://owner/model or hf://owner/model:revision";
    private const int MaxLength = 2048;
    private const int MaxNameLength = 96;
    private const int MaxRevisionLength = 255;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    private static readonly SearchValues<char> RevisionCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/+");

    public static HubReference Parse(string text)
    {
        if (text.Length > MaxLength || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw StorageErrors.BadUri($"{Expected}, in at most {MaxLength} characters.");
        }

        string rest = text[Scheme.Length..];
        int question = rest.IndexOf('?', StringComparison.Ordinal);
        string query = question < 0 ? string.Empty : rest[(question + 1)..];
        rest = question < 0 ? rest : rest[..question];
        int mark = rest.AsSpan().IndexOfAny(':', '@');
        string repository = mark < 0 ? rest : rest[..mark];
        string revision = mark < 0 || mark == rest.Length - 1 ? DefaultRevision : rest[(mark + 1)..];
        CheckRepository(repository);
        CheckRevision(revision);
        return ReadQuery(new HubReference(repository, revision), query);
    }

    // The rules of the hub itself. They leave no name that means anything in a path or an address.
    private static void CheckRepository(string repository)
    {
        string[] segments = repository.Split('/');
        if (segments.Length > 2 || !segments.All(IsName))
        {
            throw StorageErrors.BadUri(
                $"{Expected}; names have 1 to {MaxNameLength} letters, digits, '-', '_' and '.', no '..' or '--', and "
                + "neither begin nor end with '-' or '.'.");
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && !name.AsSpan().ContainsAnyExcept(NameCharacters)
        && name[0] is not ('-' or '.')
        && name[^1] is not ('-' or '.')
        && !name.Contains("..", StringComparison.Ordinal)
        && !name.Contains("--", StringComparison.Ordinal);

    private static void CheckRevision(string revision)
    {
        bool isValid = revision.Length <= MaxRevisionLength
            && !revision.AsSpan().ContainsAnyExcept(RevisionCharacters)
            && revision[0] is not ('-' or '.' or '/')
            && revision[^1] is not ('.' or '/')
            && !revision.Contains("..", StringComparison.Ordinal)
            && !revision.Contains("//", StringComparison.Ordinal);
        if (!isValid)
        {
            throw StorageErrors.BadUri("its revision is no branch, tag or commit.");
        }
    }

    private static HubReference ReadQuery(HubReference reference, string query)
    {
        foreach (string part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string[] patterns = equals < 0 ? [] : ReadPatterns(part[(equals + 1)..]);
            reference = (equals < 0 ? part : part[..equals]) switch
            {
                "allow" when patterns.Length > 0 => reference with { Allow = [.. reference.Allow ?? [], .. patterns] },
                "ignore" when patterns.Length > 0 => reference with { Ignore = [.. reference.Ignore, .. patterns] },
                _ => throw StorageErrors.BadUri(
                    "its query may hold allow= and ignore=, each with patterns of file names and commas between them."),
            };
        }

        return reference;
    }

    private static string[] ReadPatterns(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
}
