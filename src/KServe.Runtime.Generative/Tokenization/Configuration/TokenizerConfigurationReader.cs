using System.Text.Json;
using KServe.Runtime.Generative.Tokenization.Reading;

namespace KServe.Runtime.Generative.Tokenization.Configuration;

/// <summary>Reads the files beside <c>tokenizer.json</c>, each of which may be absent.</summary>
internal static class TokenizerConfigurationReader
{
    private const string ConfigFile = "tokenizer_config.json";
    private const string SpecialFile = "special_tokens_map.json";
    private const string GenerationFile = "generation_config.json";
    private const string TemplateFile = "chat_template.jinja";
    private const string TemplateFolder = "additional_chat_templates";
    private const int MostTemplates = 64;
    private const int LongestTemplate = 1 << 20;
    private const int MostEndTokens = 1024;

    /// <summary>Reads the files of a folder.</summary>
    /// <exception cref="InferenceException">A file is not what it should be.</exception>
    public static TokenizerConfiguration Read(string folder)
    {
        var templates = new Dictionary<string, string>(StringComparer.Ordinal);
        var result = new TokenizerConfiguration { ChatTemplates = templates };
        result = Apply(folder, SpecialFile, result, ReadTokens);
        result = Apply(folder, ConfigFile, result, (root, found) =>
        {
            ReadTemplates(root["chat_template"], templates);
            return ReadConfig(root, found);
        });
        result = Apply(folder, GenerationFile, result, ReadGeneration);
        ReadTemplateFiles(folder, templates);
        return result;
    }

    private static TokenizerConfiguration Apply(
        string folder,
        string name,
        TokenizerConfiguration found,
        Func<JsonField, TokenizerConfiguration, TokenizerConfiguration> read)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return found;
        }

        using var document = JsonFile.Parse(JsonFile.ReadBytes(path), name);
        return read(new JsonField(name, "", document.RootElement), found);
    }

    private static TokenizerConfiguration ReadTokens(JsonField root, TokenizerConfiguration found) => found with
    {
        BosToken = ReadToken(root["bos_token"]) ?? found.BosToken,
        EosToken = ReadToken(root["eos_token"]) ?? found.EosToken,
        PadToken = ReadToken(root["pad_token"]) ?? found.PadToken,
        UnknownToken = ReadToken(root["unk_token"]) ?? found.UnknownToken,
        MaskToken = ReadToken(root["mask_token"]) ?? found.MaskToken,
    };

    private static TokenizerConfiguration ReadConfig(JsonField root, TokenizerConfiguration found) =>
        ReadTokens(root, found) with
        {
            AddBosToken = root["add_bos_token"].IsNull ? null : root["add_bos_token"].Flag(false),
            AddEosToken = root["add_eos_token"].IsNull ? null : root["add_eos_token"].Flag(false),

            // the library writes 1e30 where there is no limit
            ModelMaxLength = root["model_max_length"].Element is { ValueKind: JsonValueKind.Number } length
                && length.TryGetInt32(out var value) && value > 0 ? value : null,
        };

    private static TokenizerConfiguration ReadGeneration(JsonField root, TokenizerConfiguration found)
    {
        var end = root["eos_token_id"];
        int[] ends = end.IsNull ? []
            : end.Element.ValueKind == JsonValueKind.Array
                ? [.. end.Items().Take(MostEndTokens + 1).Select(item => item.Int(0, VocabularyReader.MostTokens))]
                : [end.Int(0, VocabularyReader.MostTokens)];
        return ends.Length > MostEndTokens ? throw end.Error($"has more than {MostEndTokens} entries") : found with
        {
            EosTokenIds = ends,
            BosTokenId = ReadId(root["bos_token_id"]),
            PadTokenId = ReadId(root["pad_token_id"]),
        };
    }

    private static int? ReadId(JsonField field) => field.IsNull ? null : field.Int(-1, VocabularyReader.MostTokens);

    // A token is its text, or an object with the text and how it is found.
    private static string? ReadToken(JsonField field) =>
        field.IsNull ? null
        : field.Element.ValueKind == JsonValueKind.Object ? field["content"].Text()
        : field.Text();

    private static void ReadTemplates(JsonField field, Dictionary<string, string> templates)
    {
        if (field.IsNull)
        {
            return;
        }

        if (field.Element.ValueKind != JsonValueKind.Array)
        {
            Add(templates, "default", field.Text(), field.Error);
            return;
        }

        foreach (var item in field.Items())
        {
            Add(templates, item["name"].Text(), item["template"].Text(), item.Error);
        }
    }

    // Files count for more than what tokenizer_config.json says.
    private static void ReadTemplateFiles(string folder, Dictionary<string, string> templates)
    {
        InferenceException Error(string reason) => InferenceException.InvalidArgument($"{TemplateFile}: {reason}");
        var single = Path.Combine(folder, TemplateFile);
        if (File.Exists(single))
        {
            Add(templates, "default", ReadText(single), Error);
        }

        var others = Path.Combine(folder, TemplateFolder);
        if (Directory.Exists(others))
        {
            foreach (var file in Directory.EnumerateFiles(others, "*.jinja").Order(StringComparer.Ordinal))
            {
                Add(templates, Path.GetFileNameWithoutExtension(file), ReadText(file), Error);
            }
        }
    }

    private static string ReadText(string path) => System.Text.Encoding.UTF8.GetString(JsonFile.ReadBytes(path));

    private static void Add(
        Dictionary<string, string> templates,
        string name,
        string template,
        Func<string, InferenceException> error)
    {
        if (template.Length > LongestTemplate || templates.Count >= MostTemplates)
        {
            throw error($"must hold at most {MostTemplates} templates of at most {LongestTemplate} characters");
        }

        templates[name] = template;
    }
}
