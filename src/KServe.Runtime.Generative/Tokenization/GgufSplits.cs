using System.Text.RegularExpressions;
using KServe.Runtime.Generative.Tokenization.PreTokenizers;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>The splits that GGUF files name instead of writing their patterns.</summary>
internal static class GgufSplits
{
    private const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    private const string Spaces = @"|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Words = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|";
    private const string Signs = @"| ?[^\s\p{L}\p{N}]+[\r\n]*" + Spaces;
    private const string SlashSigns = @"| ?[^\s\p{L}\p{N}]+[\r\n/]*" + Spaces;
    private const string Up = @"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]";
    private const string Low = @"[\p{Ll}\p{Lm}\p{Lo}\p{M}]";
    private const string First = @"[^\r\n\p{L}\p{N}]?";
    private const string Short = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?";
    private const string CasedShort = First + Up + "*" + Low + "+" + Short + "|" + First + Up + "+" + Low + "*" + Short;
    private const string Cased = First + Up + "*" + Low + "+|" + First + Up + "+" + Low + "*";
    private const string DeepSeekWords =
        "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
        + @"| ?[\p{P}\p{S}]+[\r\n]*" + Spaces;

    /// <summary>Gets the split of a name, or null.</summary>
    public static GgufSplit? Find(string name) => name switch
    {
        "gpt-2" or "mpt" or "olmo" or "jais" or "phi-2" or "roberta-bpe" or "gigachat" => Make([Gpt2]),
        "llama-bpe" or "llama3" or "llama-v3" or "falcon3" or "pixtral" =>
            Make([Words + @"\p{N}{1,3}" + Signs]) with { IgnoresMerges = true, AddsBos = true },
        "dbrx" or "smaug-bpe" => Make([Words + @"\p{N}{1,3}" + Signs]),
        "qwen2" or "deepseek-r1-qwen" or "megrez" or "stablelm2" => Make([Words + @"\p{N}" + Signs]),
        "gpt-4o" or "llama4" => Make([CasedShort + @"|\p{N}{1,3}" + SlashSigns]),
        "tekken" => Make([Cased + @"|\p{N}" + SlashSigns]) with { IgnoresMerges = true, AddsBos = true },
        "starcoder" or "refact" or "command-r" or "smollm" or "codeshell" or "exaone" or "minerva-7b" =>
            Make([@"\p{N}", Gpt2]),
        "deepseek-v3" => Make([@"\p{N}{1,3}", "[一-龥\u3040-ゟ゠-ヿ]+", DeepSeekWords]),
        "bloom" or "poro-chat" or "gpt3-finnish" => Make([@" ?[^(\s|[.,!?…。，、।۔،])]+"]),
        "falcon" => Make([@"[\p{P}\$\+<=>\^~\|`]+", Gpt2, "[0-9][0-9][0-9]"]),
        "default" => Make([@"[\p{P}\$\+<=>\^~\|]+", Gpt2, @"\p{N}+", "[0-9][0-9][0-9]"]),
        _ => null,
    };

    private static GgufSplit Make(string[] patterns)
    {
        List<PreTokenizer> steps = [];
        foreach (var pattern in patterns)
        {
            const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
            var found = ScannerPattern.Find(pattern) as TextPattern ?? new RegexPattern(new Regex(pattern, Options));
            steps.Add(new SplitPreTokenizer(found, SplitBehavior.Isolated));
        }

        steps.Add(new ByteLevelPreTokenizer(addPrefixSpace: false, useRegex: false));
        return new GgufSplit(new SequencePreTokenizer([.. steps]), false, false);
    }
}
