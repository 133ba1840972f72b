using System.Text.Json;
using KServe.Runtime.Generative.Templates;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Docs.Snippets;

internal static class Tokenizers
{
    public static string RoundTrip()
    {
        var tokenizer = Tokenizer.Load("/models/qwen");
        int[] ids = tokenizer.EncodeToIds("Hello, world");
        string text = tokenizer.Decode(ids, skipSpecialTokens: true);
        return text;
    }

    public static void Windows(Tokenizer tokenizer, string question, string passage)
    {
        TokenEncoding encoding = tokenizer.Encode(question, passage, new EncodingOptions
        {
            Truncation = new TruncationOptions
            {
                MaxLength = 384,
                Stride = 128,
                Strategy = TruncationStrategy.OnlySecond,
            },
            Padding = new PaddingOptions { Length = 384 },
        });
        foreach (TokenEncoding part in encoding.Overflowing)
        {
            Console.WriteLine(part.Ids.Count);
        }
    }

    public static void Stream(Tokenizer tokenizer, IEnumerable<int> generated)
    {
        StreamingDetokenizer stream = tokenizer.CreateDetokenizer(skipSpecialTokens: true);
        foreach (int id in generated)
        {
            Console.Write(stream.Append(id));
        }

        Console.Write(stream.Complete());
    }

    public static string Prompt(IReadOnlyList<object> messages)
    {
        ChatTemplate template = ChatTemplate.Parse(File.ReadAllText("/models/qwen/chat_template.jinja"));
        string prompt = template.Render(new ChatTemplateInput
        {
            Messages = JsonSerializer.SerializeToElement(messages),
            AddGenerationPrompt = true,
            SpecialTokens = new Dictionary<string, string>(StringComparer.Ordinal) { ["bos_token"] = "<s>" },
        });
        return prompt;
    }
}
