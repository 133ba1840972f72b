using System.Text.Json;
using KServe.Storage.Archives;

namespace KServe.Storage.HuggingFace;

/// <summary>Checks what the hub says of a model: it decides what is written where.</summary>
internal sealed class HubSnapshotReader(StorageOptions options, HubReference reference, HubSelection selection)
{
    private const int GitDigestLength = 40;
    private const int Sha256DigestLength = 64;

    public HubSnapshot Read(Stream json)
    {
        HubModelInfo info = Deserialize(json);
        if (!HubReference.IsCommitName(info.Sha) || info.Siblings is null)
        {
            throw Bad("it names no commit or no files");
        }

        // A hub, or something between, that gives another commit than the one that was asked for.
        if (reference.IsCommit && info.Sha != reference.Revision)
        {
            throw Bad($"it is about the commit {info.Sha}");
        }

        return new HubSnapshot(reference, info.Sha!, ReadFiles(info.Siblings));
    }

    private HubModelInfo Deserialize(Stream json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, HubJsonContext.Default.HubModelInfo) ?? new HubModelInfo();
        }
        catch (JsonException e)
        {
            throw new InferenceException(InferenceErrorCode.Unavailable, Bad("it is not the JSON of a hub").Message, e);
        }
    }

    private List<HubFile> ReadFiles(IReadOnlyList<HubSibling?> siblings)
    {
        List<HubFile> files = [];
        EntryNames names = new(
            options.MaxPathLength,
            options.MaxPathDepth,
            int.MaxValue,
            (entry, reason) => Bad($"file {entry} {reason.TrimEnd('.')}"));
        long bytes = 0;
        for (int i = 0; i < siblings.Count; i++)
        {
            if (siblings[i] is not { Path: { } path } sibling || !selection.Includes(path))
            {
                continue;
            }

            HubFile file = ReadFile(sibling, names.AddFile(path, i), i);
            if (file.Bytes > options.MaxDownloadBytes - bytes)
            {
                throw StorageErrors.DownloadTooLarge(reference.Display, options.MaxDownloadBytes);
            }

            bytes += file.Bytes;
            files.Add(file);
            if (files.Count > options.HuggingFace.MaxFiles)
            {
                throw new InferenceException(
                    InferenceErrorCode.TooLarge,
                    $"'{reference.Display}' has more files than the limit of {options.HuggingFace.MaxFiles}.");
            }
        }

        return files.Count > 0 ? files : throw StorageErrors.NoFiles(reference.Display);
    }

    private HubFile ReadFile(HubSibling sibling, string path, int index)
    {
        long? size = sibling.Lfs?.Size ?? sibling.Size;
        if (size is not >= 0 || (sibling.Size is { } other && other != size))
        {
            throw Bad($"file {index} has no length, or two");
        }

        // The blob of a large file is the pointer to it, and says nothing of its bytes.
        string? digest = sibling.Lfs is null ? sibling.BlobId : sibling.Lfs.Sha256;
        int length = sibling.Lfs is null ? GitDigestLength : Sha256DigestLength;
        return digest?.Length == length && digest.All(char.IsAsciiHexDigitLower)
            ? new HubFile(path, size.Value, digest)
            : throw Bad($"file {index} has no digest");
    }

    private InferenceException Bad(string reason) =>
        new(
            InferenceErrorCode.Unavailable,
            $"The hub's answer about '{reference.Display}' is refused: {reason}.");
}
