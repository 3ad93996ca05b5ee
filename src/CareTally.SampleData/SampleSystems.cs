using System.Collections.Immutable;
using CareTally.SampleData.Systems;
using CareTally.SampleData.Systems.Business;
using CareTally.SampleData.Systems.Calabrio;
using CareTally.SampleData.Systems.CallLog;
using CareTally.SampleData.Systems.Dashboards;
using CareTally.SampleData.Systems.Delighted;
using CareTally.SampleData.Systems.Five9;
using CareTally.SampleData.Systems.Freshdesk;
using CareTally.SampleData.Systems.Gcalls;
using CareTally.SampleData.Systems.Intercom;
using CareTally.SampleData.Systems.Klaus;
using CareTally.SampleData.Systems.LiveChat;
using CareTally.SampleData.Systems.MaestroQa;
using CareTally.SampleData.Systems.Playvox;
using CareTally.SampleData.Systems.Qualtrics;
using CareTally.SampleData.Systems.Salesforce;
using CareTally.SampleData.Systems.Talkdesk;
using CareTally.SampleData.Systems.Twilio;
using CareTally.SampleData.Systems.Zendesk;
using CareTally.SampleData.Systems.ZendeskGuide;

namespace CareTally.SampleData;

/// <summary>The systems whose exports can be written.</summary>
public static class SampleSystems
{
    private static readonly ImmutableSortedDictionary<string, Func<WriterContext, ISystemWriter>> Writers = new Dictionary<string, Func<WriterContext, ISystemWriter>>
    {
        ["call_log"] = context => new CallLogWriter(context),
        ["five9"] = context => new Five9Writer(context),
        ["freshdesk"] = context => new FreshdeskWriter(context),
        ["gcalls"] = context => new GcallsWriter(context),
        ["salesforce"] = context => new SalesforceWriter(context),
        ["twilio"] = context => new TwilioWriter(context),
        ["calabrio"] = context => new CalabrioWriter(context),
        ["klaus"] = context => new KlausWriter(context),
        ["maestroqa"] = context => new MaestroQaWriter(context),
        ["playvox"] = context => new PlayvoxWriter(context),
        ["intercom"] = context => new IntercomWriter(context),
        ["livechat"] = context => new LiveChatWriter(context),
        ["business"] = context => new BusinessWriter(context),
        ["dashboards"] = context => new DashboardsWriter(context),
        ["delighted"] = context => new DelightedWriter(context),
        ["qualtrics"] = context => new QualtricsWriter(context),
        ["talkdesk"] = context => new TalkdeskWriter(context),
        ["zendesk"] = context => new ZendeskWriter(context),
        ["zendesk_guide"] = context => new ZendeskGuideWriter(context),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Their names, as in the project's variable <c>systems</c>.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Writers.Keys];

    internal static ISystemWriter CreateWriter(string system, WriterContext context) => Writers[system](context);
}
