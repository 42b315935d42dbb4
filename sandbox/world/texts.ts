/** Words of which the world is made: names, titles, companies. What is said in calls stands in dialogue.ts. */

export const firstNames = [
  "Maya",
  "Jonas",
  "Priya",
  "Daniel",
  "Sofia",
  "Liam",
  "Amara",
  "Noah",
  "Elena",
  "Marcus",
  "Yuki",
  "Oscar",
  "Leila",
  "Tom",
  "Ingrid",
  "Rafael",
  "Hannah",
  "Kofi",
  "Claire",
  "Mateo",
  "Nadia",
  "Ethan",
  "Freya",
  "Samir",
  "Grace",
  "Ivan",
  "Lucia",
  "Owen",
  "Anika",
  "Victor",
] as const;

export const lastNames = [
  "Lindqvist",
  "Okafor",
  "Raman",
  "Castillo",
  "Weber",
  "Novak",
  "Haddad",
  "Larsen",
  "Moreau",
  "Tanaka",
  "Byrne",
  "Silva",
  "Kowalski",
  "Fischer",
  "Nguyen",
  "Osei",
  "Petrov",
  "Romano",
  "Dahl",
  "Iyer",
  "Mendes",
  "Hughes",
  "Sato",
  "Bauer",
  "Costa",
  "Novotny",
  "Ahmed",
  "Walsh",
  "Eriksen",
  "Duarte",
] as const;

/** The fifteen people of Northwind Robotics in the order of the user list; `manager` is the number of the manager. */
export const staff = [
  { firstName: "Ingrid", lastName: "Dahl", title: "Chief Revenue Officer", manager: undefined },
  { firstName: "Marcus", lastName: "Weber", title: "VP Sales", manager: 0 },
  { firstName: "Leila", lastName: "Haddad", title: "Director of Customer Success", manager: 0 },
  { firstName: "Maya", lastName: "Lindqvist", title: "Account Executive", manager: 1 },
  { firstName: "Daniel", lastName: "Okafor", title: "Account Executive", manager: 1 },
  { firstName: "Priya", lastName: "Raman", title: "Senior Account Executive", manager: 1 },
  { firstName: "Jonas", lastName: "Larsen", title: "Sales Engineer", manager: 1 },
  { firstName: "Sofia", lastName: "Castillo", title: "Account Executive", manager: 1 },
  { firstName: "Tom", lastName: "Byrne", title: "Sales Development Representative", manager: 1 },
  { firstName: "Amara", lastName: "Osei", title: "Sales Development Representative", manager: 1 },
  { firstName: "Elena", lastName: "Moreau", title: "Customer Success Manager", manager: 2 },
  { firstName: "Rafael", lastName: "Silva", title: "Customer Success Manager", manager: 2 },
  { firstName: "Yuki", lastName: "Tanaka", title: "Customer Success Manager", manager: 2 },
  { firstName: "Owen", lastName: "Hughes", title: "Support Lead", manager: 2 },
  { firstName: "Claire", lastName: "Novak", title: "Account Executive", manager: 1 },
] as const;

export const customerNames = [
  "Lumen Foods",
  "Alder Logistics",
  "Brightwater Dairy",
  "Cedar Medical",
  "Delta Packaging",
  "Evergreen Paper",
  "Falcon Freight",
  "Granite Tools",
  "Harbor Textiles",
  "Ironwood Furniture",
  "Juniper Cosmetics",
  "Keystone Tires",
  "Lakeside Brewing",
  "Meridian Pharma",
  "Nimbus Electronics",
  "Orchard Fresh",
  "Pinnacle Ceramics",
  "Quartz Optics",
  "Riverbend Mills",
  "Summit Outdoor",
  "Tidewater Seafood",
  "Umbra Lighting",
  "Vista Glass",
  "Willow Home",
  "Yarrow Health",
  "Zephyr Cycles",
  "Atlas Bearings",
  "Beacon Print",
  "Copperfield Pumps",
  "Driftwood Toys",
] as const;

export const customerTitles = [
  "Head of Operations",
  "Plant Manager",
  "Procurement Lead",
  "Automation Engineer",
  "VP Supply Chain",
  "CFO",
  "Maintenance Manager",
  "Director of Logistics",
  "IT Manager",
  "Warehouse Supervisor",
] as const;

export const conferenceTitles = [
  "Northwind <> {customer}: palletizer demo",
  "{customer} / Northwind - weekly sync",
  "Intro: {customer} & Northwind Robotics",
  "{customer} pricing review",
  "{customer}: line 3 automation, technical deep dive",
  "Kickoff {customer}",
  "{contact} / {host}",
  "Northwind Robotics - {customer} QBR",
  "Pilot results with {customer}",
  "{customer} renewal",
  "Follow-up on the quote for {customer}",
] as const;

export const telephoneTitles = [
  "Call with {contact}",
  "Call with {contact} ({customer})",
  "{customer} - quick question on the quote",
  "Outbound call to {customer}",
  "{host} to {contact}",
] as const;

export const internalTitles = [
  "Forecast call",
  "Deal review: {customer}",
  "Sales standup",
  "CS handover {customer}",
] as const;

export const conferenceSystems = ["Zoom", "Google Meet", "Microsoft Teams", "Cisco Webex"] as const;
export const telephoneSystems = ["Aircall", "RingCentral", "Outreach", "Gong Connect"] as const;

export const stages = ["Discovery", "Evaluation", "Proposal", "Negotiation", "Closed Won", "Closed Lost"] as const;
export const industries = ["Food and beverage", "Logistics", "Health care", "Manufacturing", "Consumer goods"] as const;

export const comments = [
  "Good question here, worth reusing.",
  "Let us send them the throughput sheet.",
  "Great handling of the price question.",
  "Can somebody check the delivery date?",
  "We should loop in Jonas for the safety topic.",
] as const;

export const folderNames = {
  top: ["Onboarding", "Best of the quarter"],
  below: ["Discovery calls", "Competitive wins", "Demos that landed", "Renewals", "Handling price questions"],
} as const;
